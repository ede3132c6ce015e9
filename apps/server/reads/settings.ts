/** GET /api/settings: what the county set, and how many people each rule is about. */
import { dueDays, dueRules } from '@yimi/services';
import { erase } from '@yimi/sync';
import * as z from 'zod';
import { readRows } from '../store/rows.ts';
import { histogram } from './figure-sql.ts';
import { riskKeys } from './measures.ts';
import { notForYou } from './problems.ts';
import { rowsOf } from './query.ts';
import type { Route } from './read-context.ts';

/** High weekly, key monthly, ordinary quarterly, until a county says otherwise (DOMAIN.md 4). */
const unlessSet = { high: 7, key: 30, ordinary: 90, fromDay: '2000-01-01' };

const Days = z.object({ dims: z.string(), before: z.number(), since: z.number() });

export const settingsRoute: Route<object> = {
  method: 'GET',
  url: '/api/settings',
  input: z.object({}),
  answer: async (_, context) => {
    const { reader, trx, tx, today } = context;
    if (!reader.anywhere((rights) => rights.settings)) return notForYou();
    const [found] = await readRows(trx, tx.keys, erase(dueRules), 'true', []);
    const { high, key, ordinary, fromDay } = found === undefined ? unlessSet : dueRules.schema.parse(found.row);
    const common = { countyName: reader.places.county.name, dueRule: { high, key, ordinary, fromDay } };
    if (!reader.of('county', reader.places.county.id).figures) return common;
    const due = await rowsOf(trx, Days, histogram(dueDays, { level: 'county' }, today));
    const count = (risk: string): number =>
      due.filter((row) => row.dims === JSON.stringify([risk])).reduce((sum, row) => sum + row.before + row.since, 0);
    return { ...common, clients: Object.fromEntries(riskKeys.map((risk) => [risk, count(risk)])) };
  },
};
