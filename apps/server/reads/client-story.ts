/** What was done for a person, visit by visit, with what the reader may read of each: words, needs, pictures, questions. */
import type { Client } from '@yimi/people';
import { hasConsent } from '@yimi/people';
import * as z from 'zod';
import { rowsOf } from './query.ts';
import type { ReadContext } from './read-context.ts';
import { readVisits, rightsTo, visitRows } from './visit-rows.ts';

/** More than a year of weekly visits; what is older is found in the register. */
const most = 60;
const File = z.object({ visit_id: z.string(), kind: z.string(), sha256: z.string() });

/** @param ids the person's id and those merged into it */
export async function storyVisits(context: ReadContext, client: Client, ids: readonly string[]): Promise<object[]> {
  const where = `client_id = any($1::uuid[]) order by occurred_on desc, id desc limit ${most}`;
  const found = await readVisits(context, where, [ids], ['findings', 'question', 'answer']);
  const rows = await visitRows(context, found);
  const files = await filesOf(
    context,
    found.map((one) => one.id),
  );
  const shows = hasConsent(client, 'photo', context.today);
  return rows.map((row, at) => {
    const visit = found[at];
    if (visit === undefined) return row;
    const { person } = rightsTo(context.reader, visit);
    const reads = person.findings === 'all' || (person.findings === 'own' && visit.authorId === context.reader.userId);
    const of = (kind: string): string[] =>
      reads ? (files.get(visit.id) ?? []).filter((one) => one.kind === kind).map((one) => one.sha256) : [];
    return {
      ...row,
      needs: visit.needs,
      findings: reads ? (visit.findings ?? null) : null,
      question: reads ? (visit.question ?? null) : null,
      answer: reads ? (visit.answer ?? null) : null,
      // Consent to photos taken back: the pictures are no longer shown (PIPL 15).
      photos: shows ? of('photo') : [],
      voices: of('voice'),
    };
  });
}

async function filesOf({ trx }: ReadContext, visitIds: readonly string[]) {
  const text = `select visit_id, kind, sha256 from services.evidence
    where visit_id = any($1::uuid[]) and arrived_at is not null and not withheld order by taken_at, id`;
  return Map.groupBy(await rowsOf(trx, File, { text, values: [visitIds] }), (one) => one.visit_id);
}
