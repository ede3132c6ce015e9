/** Who is named to read; and the program itself, which tells of reports that were not passed on in time. */
import { dayOf, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { holderOf, staff, worksOn } from '@yimi/network';
import * as z from 'zod/mini';
import { noSuchReader } from '../problems.ts';
import { isLate, readerIdOf } from '../report-rules.ts';
import { readers, reports } from '../tables.ts';

/**
 * 指定谁能看: a head names workers of the station, the administrator officers of the county. Whoever names reads nothing by it, and
 * who is named reads only as long as the post lasts.
 */
export const nameReader = defineCommand({
  name: 'protection.name-reader',
  input: z.strictObject({ userId: Id, stationId: z.nullable(Id), ended: z.boolean() }),
  permission: { 'station-head': 'station', administrator: 'own' },
  keys: (input) => [keyOf(readers, readerIdOf(input.userId, input.stationId))],
  place: (_tx, { stationId }, { actorId }) => (stationId === null ? { authorId: actorId } : { stationId }),
  execute: (tx, { userId, stationId, ended }, { recordedAt }) => {
    const id = readerIdOf(userId, stationId);
    const known = tx.get(readers, id);
    if (known === 'not-held') return undefined;
    if (ended) {
      if (known === 'absent') return noSuchReader();
      tx.put(readers, { ...known, ended });
      return undefined;
    }
    const since = dayOf(recordedAt);
    if (stationId !== null) {
      const all = tx.list(staff, { column: 'stationId', value: stationId }, scopes.station(stationId));
      const serves =
        all !== 'not-held' &&
        all.some((one) => holderOf(one) === userId && worksOn(one, since) && one.role === 'station-worker');
      if (!serves) return noSuchReader();
    }
    tx.put(readers, { id, userId, stationId, since, ended });
    return undefined;
  },
});

/** 到点没有转报: whoever passed it on in the meantime is not asked after. */
export const alertReports = defineCommand({
  name: 'protection.alert',
  system: true,
  input: z.strictObject({ reportIds: z.array(Id).check(z.minLength(1), z.maxLength(100)) }),
  permission: {},
  keys: ({ reportIds }) => reportIds.map((id) => keyOf(reports, id)),
  place: () => null,
  execute: (tx, { reportIds }, { recordedAt }) => {
    for (const id of reportIds) {
      const report = tx.get(reports, id);
      if (report === 'absent' || report === 'not-held' || report.alertedAt !== null) continue;
      if (isLate(report, recordedAt)) tx.put(reports, { ...report, alertedAt: recordedAt });
    }
    return undefined;
  },
});
