/**
 * Everything the server tells the console, as schemas: what comes over the wire is parsed here and nowhere else. A field
 * that a reader may not see is null; a field with a default may be left out by the server.
 */
import './core/strict-csp.ts';
import { Day, Id, Instant, Post, roles } from '@yimi/kernel';
import { Outcome, WireProblem } from '@yimi/protocol';
import { Calls, evidencePlaces } from '@yimi/services';
import * as z from 'zod/mini';

export type { RoomNode, StaffRow, StationNode } from './api-network.ts';
export { Places } from './api-network.ts';

export const Count = z.int().check(z.minimum(0));
const Month = z.string().check(z.regex(/^\d{4}-\d{2}$/));
export const Next = z._default(z.nullable(z.string()), null);
export const Level = z.enum(['country', 'province', 'city', 'county', 'station', 'room']);
export type Level = z.infer<typeof Level>;
export const RiskLevel = z.enum(['high', 'key', 'ordinary']);
export const VisitResult = z.enum(['home', 'nobody', 'vacant', 'refused']);
export const VisitMode = z.enum(['home', 'phone']);
export const ReviewState = z.enum(['open', 'questioned', 'answered', 'reviewed']);
export const VisitState = z.enum(['counted', 'withdrawn', 'rejected']);
const RoleName = z.enum(roles);

/** GET, POST /api/session */
export const Me = z.object({
  userId: Id,
  countyId: z.string(),
  countyName: z.string(),
  /** A city's people belong to no county and read figures of its counties only. */
  cityCode: z._default(z.nullable(z.string()), null),
  name: z.string(),
  login: z.string(),
  posts: z.array(Post),
  roles: z.array(RoleName),
  serverTime: Instant,
});
export type Me = z.infer<typeof Me>;
export const SessionAnswer = z.object({ me: Me });

/** GET /api/sessions */
export const Sessions = z.array(
  z.object({
    id: z.string(),
    deviceName: z.string(),
    createdAt: Instant,
    lastSeenAt: z.nullable(Instant),
    current: z.boolean(),
  }),
);
export type Session = z.infer<typeof Sessions>[number];

/** A city's id is its code, the others' are ids. */
const PlaceRef = z.object({ level: Level, id: z.string(), name: z.string() });
export type PlaceRef = z.infer<typeof PlaceRef>;

/** One figure at one place. `hidden`: too small to show to this reader (under five); value is then null. */
const Tile = z.object({
  figure: z.string(),
  value: z.nullable(Count),
  previous: z.nullable(Count),
  hidden: z._default(z.boolean(), false),
  /** What the value is a part of: people served, villages. */
  of: z._default(z.nullable(Count), null),
  previousOf: z._default(z.nullable(Count), null),
  /** Per value of the first dimension, e.g. risk. */
  parts: z._default(
    z.array(
      z.object({
        key: z.string(),
        value: z.nullable(Count),
        of: z.nullable(Count),
        previous: z._default(z.nullable(Count), null),
        previousOf: z._default(z.nullable(Count), null),
        hidden: z._default(z.boolean(), false),
      }),
    ),
    [],
  ),
  /** The twelve months that end with this one, oldest first. */
  course: z._default(z.array(Count), []),
});
export type Tile = z.infer<typeof Tile>;

const Child = z.extend(PlaceRef, {
  tiles: z.record(z.string(), z.nullable(Count)),
  lastVisitOn: z.nullable(Day),
  daysSince: z.nullable(Count),
  clients: z.nullable(Count),
});
export type Child = z.infer<typeof Child>;

const MaybeCount = z.nullable(Count);
const SplitPart = z.object({ key: z.enum(['home', 'phone', 'worker', 'volunteer']), value: MaybeCount });
/** How a month's visits divide; null: too few to show to this reader. A person counts in each of their groups. */
const Splits = z.object({
  mode: z.array(SplitPart),
  author: z.array(SplitPart),
  groups: z.array(
    z.object({ group: z.string(), clients: MaybeCount, visits: MaybeCount, met: MaybeCount, never: MaybeCount }),
  ),
  never: MaybeCount,
  trips: z.object({ trips: Count, calls: Count }),
  openable: z.boolean(),
});
export type Splits = z.infer<typeof Splits>;

/** GET /api/figures?month=&level=&place= */
export const Figures = z.object({
  asOf: Instant,
  month: z.optional(Month),
  place: PlaceRef,
  parents: z.array(PlaceRef),
  tiles: z.array(Tile),
  splits: z._default(z.nullable(Splits), null),
  children: z.array(Child),
  /** The twelve months that end with this one; days without visits may be left out. */
  days: z.array(z.object({ day: Day, n: Count })),
});
export type Figures = z.infer<typeof Figures>;

const Files = z.object({ photo: Count, voice: Count, file: z.optional(Count), arrived: Count });
export const VisitRow = z.object({
  kind: z._default(z.literal('visit'), 'visit'),
  id: Id,
  occurredAt: Instant,
  occurredOn: Day,
  roomName: z.string(),
  stationName: z._default(z.string(), ''),
  clientId: z.nullable(Id),
  clientName: z.nullable(z.string()),
  authorName: z.nullable(z.string()),
  mode: VisitMode,
  result: VisitResult,
  risk: z.nullable(RiskLevel),
  state: VisitState,
  review: ReviewState,
  plausible: z.boolean(),
  /** Why the figure does not count this row, or null. */
  leftOut: z._default(z.nullable(z.string()), null),
  files: Files,
});
export type VisitRow = z.infer<typeof VisitRow>;
/** GET /api/visits/queue?state=&cursor= */
export const Queue = z.object({
  rows: z.array(VisitRow),
  next: Next,
  counts: z.optional(z.object({ open: Count, questioned: Count, answered: Count })),
});
export type Queue = z.infer<typeof Queue>;

export const EvidenceFile = z.object({
  id: Id,
  kind: z.enum(['photo', 'voice', 'file']),
  sha256: z.string(),
  mime: z.string(),
  bytes: Count,
  takenAt: Instant,
  arrivedAt: z.nullable(Instant),
  name: z._default(z.nullable(z.string()), null),
  /** Quarter turns to the right. */
  turned: z._default(Count, 0),
  /** Consent was taken back: there is nothing to show. */
  withheld: z._default(z.boolean(), false),
  place: z._default(z.nullable(z.object({ lat: z.number(), lon: z.number(), accuracy: z.number() })), null),
  authorName: z._default(z.nullable(z.string()), null),
});
export type EvidenceFile = z.infer<typeof EvidenceFile>;

/** GET /api/visits/:id */
export const VisitPage = z.extend(z.omit(VisitRow, { kind: true, files: true, leftOut: true }), {
  recordedAt: Instant,
  hamlet: z._default(z.string(), ''),
  groups: z._default(z.array(z.string()), []),
  authorId: Id,
  authorRole: RoleName,
  findings: z.nullable(z.string()),
  needs: z.array(z.string()),
  stateReason: z.nullable(z.string()),
  /** Consent to service had been taken back before. */
  withoutConsent: z._default(z.boolean(), false),
  question: z.nullable(z.string()),
  answer: z.nullable(z.string()),
  reviewedByName: z._default(z.nullable(z.string()), null),
  /** True if there is more than this reader is shown. */
  withheld: z._default(z.boolean(), false),
  files: z.array(EvidenceFile),
  /** The last visits to the same person, newest first, at most five. */
  earlier: z._default(z.array(VisitRow), []),
});
export type VisitPage = z.infer<typeof VisitPage>;

/** POST /api/accounts, /api/enrolments, /api/accounts/:id/reset */
export const EnrolmentCode = z.object({
  userId: z.optional(Id),
  code: z.string(),
  path: z.string(),
  expiresAt: z.optional(Instant),
});
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;

/** GET /api/tray */
export const Tray = z.object({
  rows: z.array(
    z.object({
      id: Id,
      kind: z.enum(['receipt', 'deposit']),
      status: z.enum(['refused', 'waiting', 'deposited']),
      /** Name of the command; null if the deposit does not open. */
      name: z.nullable(z.string()),
      authorName: z.nullable(z.string()),
      /** Whose device brought it, where that is not the author. */
      depositorName: z._default(z.nullable(z.string()), null),
      occurredAt: z.nullable(Instant),
      recordedAt: Instant,
      problem: z.nullable(WireProblem),
      /** What was sent; null where it is not for this reader. */
      input: z.unknown(),
    }),
  ),
});
export type Tray = z.infer<typeof Tray>;

/** POST /api/tray/deposits/:id/adopt */
export const Adopted = z.object({ outcome: Outcome });

/** GET /api/audit?cursor=&action=&outcome= */
export const Audit = z.object({
  rows: z.array(
    z.object({
      id: Id,
      /** Place in the chain; null until sealed. */
      seq: z.nullable(Count),
      at: Instant,
      actorName: z.nullable(z.string()),
      action: z.string(),
      outcome: z.string(),
      problemCode: z._default(z.nullable(z.string()), null),
      purpose: z._default(z.nullable(z.string()), null),
      hasSubject: z._default(z.boolean(), false),
    }),
  ),
  next: Next,
  chain: z.object({ sealedTo: Count, entries: Count, whole: z.nullable(z.boolean()), sealedAt: z.nullable(Instant) }),
});
export type Audit = z.infer<typeof Audit>;

/** What a rule is held against: a station's people by village and risk, and who could go. */
const StationLoad = z.object({
  id: Id,
  name: z.string(),
  stationWorkers: Count,
  villageWorkers: Count,
  volunteers: Count,
  villages: z.array(
    z.object({ minutesAway: z.nullable(Count), people: z.object({ high: Count, key: Count, ordinary: Count }) }),
  ),
});
export type StationLoad = z.infer<typeof StationLoad>;

/** GET /api/settings */
export const Settings = z.object({
  countyName: z.string(),
  dueRule: z.object({ high: Count, key: Count, ordinary: Count, fromDay: Day, calls: Calls }),
  tripRule: z.object({
    ...{ leaveAt: Count, backBy: Count, visitMinutes: Count, errandMinutes: Count, restMinutes: Count },
    ...{ seats: Count, teamSize: Count },
  }),
  signInRule: z.object({ roles: z.array(z.enum(roles)) }),
  needRule: z.object({ urgentDays: Count, soonDays: Count, ordinaryDays: Count, crisisWords: z.array(z.string()) }),
  pointRule: z.object({ inUse: z.boolean(), perHour: Count, months: Count }),
  evidenceRule: z.object({ longestSide: Count, quality: Count, place: z.enum(evidencePlaces) }),
  /** How many people each rule is about. */
  clients: z.optional(z.object({ high: Count, key: Count, ordinary: Count })),
  /** Only for those who see the county's figures. */
  stations: z.optional(z.array(StationLoad)),
});
export type Settings = z.infer<typeof Settings>;

export const ProblemBody = WireProblem;
