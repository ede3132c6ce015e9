/** What the server tells the console of needs (需求), as schemas. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import {
  alikeReasons,
  answerKinds,
  channels,
  crisisMarks,
  difficulties,
  needStates,
  sexes,
  unmetReasons,
  urgencies,
} from '@yimi/needs';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { Count, Level } from './api.ts';
import { KindChange } from './api-forms.ts';

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
  /** A recording that waits to be heard, by hash. */
  voice: z.nullable(z.string()),
  publicWords: z.nullable(z.string()),
  helperSex: z.nullable(z.enum(sexes)),
  times: Count,
});
export type NeedRow = z.infer<typeof NeedRow>;

/** GET /api/needs */
export const Needs = z.object({ rows: z.array(NeedRow), total: Count, today: Day });
export type Needs = z.infer<typeof Needs>;

/** GET /api/needs/:id/alike */
/** Null: the need waits for no grade, or the station's page is closed. */
export const RatingLink = z.object({ address: z.nullable(z.string()), until: z.nullable(Day) });
export type RatingLink = z.infer<typeof RatingLink>;

export const AlikeNeeds = z.object({
  rows: z.array(
    z.object({
      id: Id,
      reason: z.enum(alikeReasons),
      kind: z.enum(needKinds),
      words: z.nullable(z.string()),
      state: z.enum(needStates),
      receivedOn: Day,
      channel: z.enum(channels),
      name: z.nullable(z.string()),
    }),
  ),
});
export type AlikeNeeds = z.infer<typeof AlikeNeeds>;

const Place = z.object({ level: Level, id: z.string(), name: z.string() });
const Asked = { id: Id, title: z.string(), answers: Count };
/** GET /api/needs/ranked?month=&months=&level=&place= ; null: too few to be shown to this reader. */
export const RankedNeeds = z.object({
  place: Place,
  parents: z.array(Place),
  openable: z.boolean(),
  total: z.nullable(Count),
  before: z.nullable(Count),
  rows: z.array(
    z.object({
      kind: z.string(),
      /** Needs told; people who ticked it in a questionnaire. */
      value: z.nullable(Count),
      ticked: z.nullable(Count),
      before: z.nullable(Count),
      met: z.nullable(Count),
      unmet: z.nullable(Count),
      open: z.nullable(Count),
    }),
  ),
  /** Questionnaires answered in these months. */
  answers: Count,
  /** The newest one answered at this station or village, beside the one that it asks again. */
  survey: z.nullable(z.object({ ...Asked, before: z.nullable(z.object(Asked)), kinds: z.array(KindChange) })),
  below: z.array(z.object({ id: Id, name: z.string(), value: z.nullable(Count) })),
});
export type RankedNeeds = z.infer<typeof RankedNeeds>;
