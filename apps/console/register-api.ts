/** What the server tells the console of registers (台账) and monthly reports (工作月报), as schemas. */
import './core/strict-csp.ts';
import { Day, Id, Instant } from '@yimi/kernel';
import { registerNames, ViewSettings } from '@yimi/services';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));
const RegisterLevel = z.enum(['county', 'station', 'room']);
const Named = z.object({ id: Id, name: z.string() });
const Offered = z.array(z.object({ key: z.string(), purpose: z.boolean() }));
const View = z.object({
  id: Id,
  register: z.enum(registerNames),
  name: z.string(),
  mine: z.boolean(),
  sharedWith: z.nullable(Id),
  settings: ViewSettings,
});
export type View = z.infer<typeof View>;

/** GET /api/registers */
export const Registers = z.object({
  registers: z.array(z.object({ name: z.enum(registerNames), columns: Offered, filters: Offered })),
  views: z.array(View),
  home: z.nullable(z.object({ level: RegisterLevel, id: Id })),
  places: z.object({
    county: z.nullable(Named),
    stations: z.array(z.extend(Named, { whole: z.boolean(), rooms: z.array(Named) })),
  }),
});
export type Registers = z.infer<typeof Registers>;

const Cursor = z.object({ key: z.union([z.string(), z.number()]), id: Id });
const RegisterRow = z.object({
  id: Id,
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  reason: z.nullable(z.string()),
  clientId: z.nullable(Id),
  erased: z.boolean(),
});
export type RegisterRow = z.infer<typeof RegisterRow>;

/** POST /api/registers/rows */
export const RegisterPage = z.object({
  rows: z.array(RegisterRow),
  next: z.nullable(Cursor),
  columns: z.array(z.string()),
  place: z.object({ level: RegisterLevel, id: Id, name: z.string() }),
  from: z.string(),
  to: z.string(),
  summary: z.optional(
    z.object({
      total: Count,
      leftOut: z.array(z.object({ reason: z.string(), n: Count })),
      /** Whole numbers but for yuan and hours. */
      sums: z.record(z.string(), z.number().check(z.minimum(0))),
      parts: z.array(z.object({ filter: z.string(), value: z.string(), n: Count })),
    }),
  ),
});
export type RegisterPage = z.infer<typeof RegisterPage>;

const Lines = z.array(z.object({ key: z.string(), value: z.nullable(Count) }));

/** GET /api/reports?station=&month= */
export const Report = z.object({
  station: Named,
  month: z.string(),
  asOf: Instant,
  today: Day,
  lines: Lines,
  previous: z.record(z.string(), Count),
  /** null: not for this reader before it is signed. */
  notes: z.nullable(z.object({ problems: z.string(), plans: z.string() })),
  editions: z.array(
    z.object({
      id: Id,
      edition: Count,
      signedAt: Instant,
      signedByName: z.nullable(z.string()),
      lines: Lines,
      problems: z.string(),
      plans: z.string(),
    }),
  ),
  since: z.nullable(z.object({ report: Id, come: Count, gone: Count })),
  months: z.array(z.object({ month: z.string(), edition: Count, signedAt: Instant })),
  stations: z.array(Named),
  mayWrite: z.boolean(),
  maySign: z.boolean(),
  mayOpen: z.boolean(),
});
export type Report = z.infer<typeof Report>;
export const SignedAnswer = z.object({ reportId: Id });
