/** What the server tells the console of needs (需求), as schemas. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { answerKinds, channels, crisisMarks, difficulties, needStates, unmetReasons, urgencies } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const NeedRow = z.object({
  id: Id,
  channel: z.enum(channels),
  kind: z.enum(needKinds),
  words: z.nullable(z.string()),
  clientId: z.nullable(Id),
  name: z.nullable(z.string()),
  hamlet: z.nullable(z.string()),
  askerPhone: z.nullable(z.string()),
  byProxy: z.boolean(),
  proxyName: z.nullable(z.string()),
  roomName: z.string(),
  author: z.nullable(z.string()),
  sensitive: z.boolean(),
  receivedOn: Day,
  dueOn: Day,
  late: z.boolean(),
  escalatedOn: z.nullable(Day),
  urgency: z.nullable(z.enum(urgencies)),
  difficulty: z.nullable(z.enum(difficulties)),
  inPublicInterest: z.nullable(z.boolean()),
  achievable: z.nullable(z.boolean()),
  crisis: z.enum(crisisMarks),
  state: z.enum(needStates),
  answerKind: z.nullable(z.enum(answerKinds)),
  unmetReason: z.nullable(z.enum(unmetReasons)),
  note: z.nullable(z.string()),
  rating: z.nullable(z.int()),
  ratingAssisted: z.nullable(z.boolean()),
  reopened: Count,
});
export type NeedRow = z.infer<typeof NeedRow>;

/** GET /api/needs */
export const Needs = z.object({ rows: z.array(NeedRow), total: Count, today: Day });
export type Needs = z.infer<typeof Needs>;
