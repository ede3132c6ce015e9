/**
 * The shared reference of divisions (law Z1), loaded from the package by the database's owner: all of China, or one county's
 * branch. Loading is repeatable: it counts the lines that are in, and a load that was cut off goes on from there.
 */
import type { Day } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import type { DivisionLevel, DivisionMark } from '@yimi/network';
import { divisionLevels, divisionMarks, fullCode } from '@yimi/network';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database, Trx } from '../database.ts';
import type { Listed } from './county-places.ts';
import type { Division } from './package.ts';
import { divisions, edition } from './package.ts';

/** Lines of one insert: a transaction of some hundred milliseconds. */
const batchSize = 4000;

/** Digits that a level adds to the code of the one above. */
const ownDigits: Readonly<Record<number, number>> = { 2: 2, 4: 2, 6: 2, 9: 3, 12: 3 };

/**
 * The same on every machine; the code named it first and may change. 东莞, 中山 and 儋州 have a county for form's sake, 金门 a
 * township and a village: filled up with zeros their code is that of the division above, so they are named by their own.
 * @param code in the digits of its level
 */
export function divisionId(code: string): string {
  const forForm = /^0+$/.test(code.slice(-(ownDigits[code.length] ?? 2)));
  return derivedId('division', forForm ? `for form ${code}` : fullCode(code));
}

const Load = z.object({ done: z.number(), finished: z.boolean(), edition: z.string() });

async function loadOf(trx: Trx, prefix: string): Promise<z.infer<typeof Load> | null> {
  const found = await sql`select done, finished, edition from reference.loads where prefix = ${prefix}`.execute(trx);
  return z.array(Load).parse(found.rows)[0] ?? null;
}

/** True if the branch stands in the reference, by itself or with all of China. */
export async function isLoaded(database: Database, prefix: string): Promise<boolean> {
  const found = await database.outsideCounties((trx) =>
    sql`select 1 from reference.loads where prefix in ('', ${prefix}) and finished and edition = ${edition}`.execute(
      trx,
    ),
  );
  return found.rows.length > 0;
}

/**
 * @param owner the database's owner: the program's own role only reads the reference
 * @param progress told after each batch how many divisions are in
 * @returns how many divisions the branch has
 */
export async function loadDivisions(
  owner: Database,
  prefix: string,
  progress: (done: number) => void,
): Promise<number> {
  const before = await owner.outsideCounties((trx) => loadOf(trx, prefix));
  const skip = before !== null && before.edition === edition ? before.done : 0;
  if (before?.finished === true && before.edition === edition) return before.done;
  let done = 0;
  let batch: Division[] = [];
  const flush = async (finished: boolean): Promise<void> => {
    await owner.outsideCounties((trx) => insert(trx, batch, { prefix, done, finished }));
    batch = [];
    progress(done);
  };
  for await (const one of divisions(prefix)) {
    done += 1;
    if (done <= skip) continue;
    batch.push(one);
    if (batch.length >= batchSize) await flush(false);
  }
  await flush(true);
  return done;
}

async function insert(
  trx: Trx,
  batch: readonly Division[],
  { prefix, done, finished }: { prefix: string; done: number; finished: boolean },
): Promise<void> {
  const rows = JSON.stringify(
    batch.map(({ level, code, parent, name, mark }) => ({
      id: divisionId(code),
      parent: parent === null ? null : divisionId(parent),
      code: fullCode(code),
      ...{ level, name, mark },
    })),
  );
  const shape = sql.raw('x(id uuid, parent uuid, code text, level text, name text, mark text)');
  await sql`insert into reference.divisions (id, level, parent_id, name, mark)
    select id, level, parent, name, mark from jsonb_to_recordset(${rows}::jsonb) as ${shape}
    on conflict (id) do update set name = excluded.name, mark = excluded.mark`.execute(trx);
  await sql`insert into reference.division_codes (division_id, code, from_day)
    select id, code, '' from jsonb_to_recordset(${rows}::jsonb) as ${shape} on conflict do nothing`.execute(trx);
  await sql`insert into reference.loads (prefix, edition, done, finished) values (${prefix}, ${edition}, ${done}, ${finished})
    on conflict (prefix) do update set edition = excluded.edition, done = excluded.done, finished = excluded.finished`.execute(
    trx,
  );
}

const Row = z.object({
  source_code: z.string(),
  code: z.string(),
  level: z.enum(divisionLevels),
  name: z.string(),
  mark: z.enum(divisionMarks),
  corrected: z.boolean(),
});

/** @param prefix digits with which the codes begin · @param day whose codes and corrections hold */
export async function divisionsWithin(
  trx: Trx,
  prefix: string,
  levels: readonly DivisionLevel[],
  day: Day,
): Promise<ReferenceDivision[]> {
  // A range, not a pattern: the text_pattern_ops index serves both, and the codes are digits only.
  const upper = `${prefix}:`;
  const found = await sql`select o.code as source_code, coalesce(c.code, n.code, o.code) as code, d.level,
      coalesce(c.name, d.name) as name, coalesce(c.mark, d.mark) as mark, c.source_code is not null as corrected
    from reference.division_codes o
      join reference.divisions d on d.id = o.division_id
      left join lateral (select code from reference.division_codes l
        where l.division_id = d.id and l.from_day <= ${day} and (l.to_day is null or ${day} <= l.to_day)
        order by l.from_day desc limit 1) n on true
      left join lateral (select k.source_code, k.name, k.mark,
          case when k.code_from is null or k.code_from <= ${day} then k.code end as code
        from network.corrected_divisions k where k.source_code = o.code order by k.version desc limit 1) c on true
    where o.from_day = '' and o.code ~>=~ ${prefix} and o.code ~<~ ${upper} and d.level = any(${levels})
    order by o.code`.execute(trx);
  return z
    .array(Row)
    .parse(found.rows)
    .map(({ source_code, ...row }) => ({ ...row, sourceCode: source_code }));
}

export interface ReferenceDivision extends Omit<Listed, 'level'> {
  readonly level: DivisionLevel;
  readonly mark: DivisionMark;
}

/** Townships and villages of a county, as an import takes them. */
export async function listedWithin(trx: Trx, county: string, day: Day): Promise<Listed[]> {
  const found = await divisionsWithin(trx, county, ['township', 'village'], day);
  return found.flatMap(({ level, ...one }) => (level === 'township' || level === 'village' ? [{ ...one, level }] : []));
}
