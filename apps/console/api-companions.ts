/** What the server tells the console of companionship (一对一互助). */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { companionEnds, companionKinds, companionStates } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const kinds = z.array(z.enum(companionKinds));
const PairRow = z.object({
  ...{ id: Id, clientId: Id, helperId: Id, everyDays: Count, kinds, sinceOn: Day, state: z.enum(companionStates) },
  ...{ endReason: z.nullable(z.enum(companionEnds)), endedOn: z.nullable(Day), lastOn: z.nullable(Day) },
  ...{ dueOn: z.nullable(Day), name: z.nullable(z.string()), hamlet: z.nullable(z.string()), roomName: z.string() },
  ...{ helperName: z.string(), helperPhone: z.nullable(z.string()), late: z.boolean(), times: Count },
  contacts: z.array(z.object({ id: Id, day: Day, kinds, byVisit: z.boolean() })),
});
export type PairRow = z.infer<typeof PairRow>;

/** GET /api/companions */
export const Companions = z.object({ today: Day, rows: z.array(PairRow) });
export type Companions = z.infer<typeof Companions>;
