/**
 * What the server tells the console about people, as schemas: the list, one person's page, who may be one person twice. As
 * in api.ts a field that a reader may not see is null, and one with a default may be left out.
 */
import './core/strict-csp.ts';
import { Day, Id, Instant } from '@yimi/kernel';
import * as z from 'zod/mini';
import { Count, Next, RiskLevel, VisitRow } from './api.ts';

const ClientRow = z.object({
  id: Id,
  name: z.nullable(z.string()),
  roomId: Id,
  roomName: z.string(),
  hamlet: z.string(),
  sex: z.enum(['male', 'female', 'unknown']),
  birthDay: z.nullable(Day),
  phone: z.nullable(z.string()),
  groups: z.array(z.string()),
  risk: RiskLevel,
  state: z.enum(['active', 'moved-away', 'died', 'merged', 'erased']),
  dueOn: z.nullable(Day),
  lastVisitOn: z.nullable(Day),
  assigneeName: z._default(z.nullable(z.string()), null),
});
export type ClientRow = z.infer<typeof ClientRow>;

/** GET /api/people?room=&cursor=, POST /api/people/search */
export const People = z.object({ rows: z.array(ClientRow), next: Next, total: z.optional(Count) });
export type People = z.infer<typeof People>;

/** Everything that is compared when two files may be one person; null: unknown, or not for this reader. */
export const ComparedFile = z.object({
  id: Id,
  name: z.nullable(z.string()),
  pinyin: z._default(z.string(), ''),
  sex: z._default(z.enum(['male', 'female', 'unknown']), 'unknown'),
  birthDay: z.nullable(Day),
  phone: z.nullable(z.string()),
  idLastFour: z._default(z.nullable(z.string()), null),
  documentKind: z._default(z.nullable(z.string()), null),
  guardian: z._default(z.nullable(z.string()), null),
  groups: z._default(z.array(z.string()), []),
  risk: z._default(RiskLevel, 'ordinary'),
  ethnicity: z._default(z.nullable(z.string()), null),
  languages: z._default(z.array(z.string()), []),
  whereabouts: z._default(z.nullable(z.string()), null),
  selfCare: z._default(z.nullable(z.string()), null),
  photo: z._default(z.nullable(z.string()), null),
  roomName: z._default(z.string(), ''),
  hamlet: z.string(),
  household: z._default(z.array(z.string()), []),
  assigneeName: z._default(z.nullable(z.string()), null),
  registeredOn: Day,
  lastVisitOn: z._default(z.nullable(Day), null),
  visits: Count,
});
export type ComparedFile = z.infer<typeof ComparedFile>;

const ProposalReason = z.enum(['same-name', 'same-name-and-birth', 'same-id', 'alike']);

/** GET /api/people/duplicates?cursor= */
export const Duplicates = z.object({
  rows: z.array(
    z.object({
      id: Id,
      reason: ProposalReason,
      reasons: z._default(z.array(z.string()), []),
      score: z._default(Count, 0),
      one: ComparedFile,
      other: ComparedFile,
    }),
  ),
  next: Next,
  total: Count,
});
export type Duplicates = z.infer<typeof Duplicates>;
export type DuplicatePair = Duplicates['rows'][number];

const GuardianContact = z.object({
  name: z.string(),
  relation: z.nullable(z.string()),
  phone: z.nullable(z.string()),
});
const Membership = z.object({
  group: z.string(),
  source: z.nullable(z.string()),
  fromDay: Day,
  toDay: z.nullable(Day),
});
export type Membership = z.infer<typeof Membership>;
const StoryVisit = z.extend(VisitRow, {
  findings: z._default(z.nullable(z.string()), null),
  needs: z._default(z.array(z.string()), []),
  question: z._default(z.nullable(z.string()), null),
  answer: z._default(z.nullable(z.string()), null),
  photos: z._default(z.array(z.string()), []),
  voices: z._default(z.array(z.string()), []),
});
export type StoryVisit = z.infer<typeof StoryVisit>;
const Member = z.object({
  id: Id,
  name: z.nullable(z.string()),
  sex: z._default(z.enum(['male', 'female', 'unknown']), 'unknown'),
  birthDay: z._default(z.nullable(Day), null),
  risk: z._default(z.nullable(RiskLevel), null),
});
const Tie = z.object({
  tieId: Id,
  kind: z.string(),
  otherId: z.nullable(Id),
  otherName: z.nullable(z.string()),
  otherPhone: z.nullable(z.string()),
});
export type Tie = z.infer<typeof Tie>;

/** GET /api/people/:id */
export const ClientPage = z.extend(ClientRow, {
  pinyin: z.string(),
  guardian: z.nullable(z.string()),
  guardianContact: z._default(z.nullable(GuardianContact), null),
  ethnicity: z._default(z.nullable(z.string()), null),
  languages: z._default(z.array(z.string()), []),
  whereabouts: z._default(z.nullable(z.string()), null),
  selfCare: z._default(z.nullable(z.string()), null),
  documentKind: z._default(z.nullable(z.string()), null),
  photo: z._default(z.nullable(z.string()), null),
  memberships: z._default(z.array(Membership), []),
  householdId: z.nullable(Id),
  idLastFour: z._default(z.nullable(z.string()), null),
  hasIdNumber: z._default(z.boolean(), false),
  assigneeId: z.nullable(Id),
  stationId: Id,
  stationName: z.string(),
  registeredOn: Day,
  /** Where the person lived from which day on, oldest first. */
  homes: z._default(z.array(z.object({ roomName: z.string(), fromDay: Day })), []),
  consents: z.array(
    z.object({ purpose: z.string(), givenBy: z.enum(['person', 'guardian']), day: Day, withdrawnDay: z.nullable(Day) }),
  ),
  /** The others of the household. */
  household: z._default(z.array(Member), []),
  householdFacts: z._default(
    z.nullable(
      z.object({ address: z.string(), hamlet: z.string(), headId: z.nullable(Id), phone: z.nullable(z.string()) }),
    ),
    null,
  ),
  ties: z._default(z.array(Tie), []),
  care: z.nullable(z.object({ lastVisitOn: z.nullable(Day), lastMetOn: z.nullable(Day), dueOn: Day, visits: Count })),
  /** Every how many days somebody of this risk is to be seen. */
  everyDays: z._default(z.nullable(Count), null),
  days: z.array(z.object({ day: Day, n: Count })),
  visits: z.array(StoryVisit),
  proposals: z.array(
    z.object({ id: Id, reason: ProposalReason, reasons: z._default(z.array(z.string()), []), other: ComparedFile }),
  ),
  /** Files that were merged into this one, newest first. */
  merged: z._default(
    z.array(
      z.object({ clientId: Id, name: z.nullable(z.string()), mergedAt: Instant, mergedByName: z.nullable(z.string()) }),
    ),
    [],
  ),
  conflicts: z.array(
    z.object({
      id: Id,
      field: z.string(),
      /** JSON texts, as the table keeps them. */
      earlier: z.nullable(z.string()),
      later: z.nullable(z.string()),
      laterByName: z.nullable(z.string()),
      recordedAt: Instant,
    }),
  ),
});
export type ClientPage = z.infer<typeof ClientPage>;

/** GET /api/households?room=, POST /api/households/search */
export const Households = z.object({
  rows: z.array(
    z.object({
      id: Id,
      headName: z.nullable(z.string()),
      hamlet: z.string(),
      address: z.string(),
      members: z.array(z.string()),
    }),
  ),
});
export type Households = z.infer<typeof Households>;

/** GET /api/people/same-id */
export const SameIdNotices = z.object({
  rows: z.array(
    z.object({
      id: Id,
      clientId: Id,
      name: z.string(),
      roomName: z.string(),
      otherStationId: Id,
      otherStationName: z.nullable(z.string()),
      noticedOn: Day,
    }),
  ),
});
export type SameIdNotices = z.infer<typeof SameIdNotices>;

/** POST /api/reveal {clientId, purpose}: a logged act */
export const Revealed = z.object({
  name: z.nullable(z.string()),
  idNumber: z.nullable(z.string()),
  birthDay: z._default(z.nullable(Day), null),
  phone: z._default(z.nullable(z.string()), null),
  hamlet: z._default(z.string(), ''),
  roomName: z._default(z.string(), ''),
});
export type Revealed = z.infer<typeof Revealed>;
