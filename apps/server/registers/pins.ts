/** The records that a signed report counted, by figure: what is counted today and is not among them came since (law N5). */
import { Id } from '@yimi/kernel';
import * as z from 'zod';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';

const Row = z.object({ station_id: z.string(), record_ids: z.array(Id) });

/** null where there is no such report, or it is none that this reader sees the station of (law A5). */
export async function pinsOf(
  { trx, reader }: ReadContext,
  reportId: string,
  figure: string,
): Promise<readonly string[] | null> {
  const text = 'select station_id, record_ids from services.report_pins where report_id = $1::uuid and figure = $2';
  const [found] = await rowsOf(trx, Row, { text, values: [reportId, figure] });
  if (found === undefined || !reader.of('station', found.station_id).figures) return null;
  return found.record_ids;
}
