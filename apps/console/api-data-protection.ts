/** What is kept about people, as the server tells whoever answers for it. */
import './core/strict-csp.ts';
import { Day } from '@yimi/kernel';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));
const Said = z.object({ zh: z.string(), en: z.string() });
export type Said = z.infer<typeof Said>;
const Kind = z.enum(['gone', 'findings', 'settled', 'leavers']);
export type Kind = z.infer<typeof Kind>;
export const Periods = z.object({
  goneYears: z.nullable(Count),
  findingsYears: z.nullable(Count),
  settledMonths: z.nullable(Count),
  leaversMonths: z.nullable(Count),
});
export type Periods = z.infer<typeof Periods>;
const counts = { gone: Count, findings: Count, settled: Count, leavers: Count };

export const DataProtection = z.object({
  columns: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      mark: z.enum(['guarded', 'sealed']),
      tableName: Said,
      label: Said,
      purpose: Said,
      phones: z.array(z.enum(['member', 'village', 'station', 'self'])),
      endsBy: z.nullable(Kind),
    }),
  ),
  beside: z.array(z.object({ columns: z.array(z.string()), tableName: Said, purpose: Said, kept: Said })),
  rule: z.nullable(Periods),
  would: z.object(counts),
  runs: z.array(z.object({ day: Day, ...counts, files: Count })),
});
export type DataProtection = z.infer<typeof DataProtection>;
