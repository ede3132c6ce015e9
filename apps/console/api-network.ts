/** What the server tells of the network: places, people with posts, contradictions, large operations, divisions. */
import './core/strict-csp.ts';
import { Day, Id, Instant, roles } from '@yimi/kernel';
import { contradictionCodes, divisionMarks, founders, officeLevels, registrationLevels } from '@yimi/network';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));
const RoleName = z.enum(roles);

const StaffRow = z.object({
  userId: Id,
  postId: z._default(z.nullable(Id), null),
  name: z.nullable(z.string()),
  role: RoleName,
  roomId: z._default(z.nullable(Id), null),
  phone: z._default(z.nullable(z.string()), null),
  hamlet: z._default(z.string(), ''),
  /** A coming day on which they begin, or on which they leave. */
  comesOn: z._default(z.nullable(Day), null),
  leavesOn: z._default(z.nullable(Day), null),
  lastSeenAt: z._default(z.nullable(Instant), null),
  /** The account is closed; null where the reader does not look after accounts. */
  disabled: z._default(z.nullable(z.boolean()), null),
  /** False: came by a roster, and cannot sign in yet. */
  hasAccount: z._default(z.nullable(z.boolean()), null),
});
export type StaffRow = z.infer<typeof StaffRow>;

const RoomNode = z.object({
  id: Id,
  name: z.string(),
  code: z._default(z.string(), ''),
  minutesAway: z.nullable(Count),
  clients: z.nullable(Count),
  lastVisitOn: z.nullable(Day),
  daysSince: z.nullable(Count),
  formerNames: z._default(z.array(z.object({ name: z.string(), lastDay: Day })), []),
  splitFrom: z._default(z.nullable(z.string()), null),
  mergedFrom: z._default(z.array(z.string()), []),
  /** Village workers and hamlet volunteers by name, for whoever may know them. */
  staff: z.array(StaffRow),
  /** How many, for everybody; posts that nobody holds. */
  volunteers: Count,
  vacant: z.array(RoleName),
});
export type RoomNode = z.infer<typeof RoomNode>;

const ModelStand = z.object({
  modelId: z._default(z.nullable(Id), null),
  code: z.string(),
  whole: Count,
  of: Count,
  parts: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      required: z.nullable(Count),
      source: z.enum(['rooms', 'recorded']),
      n: Count,
      items: z.array(z.object({ id: Id, name: z.string(), fromDay: Day })),
    }),
  ),
});
export type ModelStand = z.infer<typeof ModelStand>;

const StationNode = z.object({
  id: Id,
  name: z.string(),
  code: z._default(z.string(), ''),
  state: z.enum(['open', 'planned']),
  phone: z._default(z.nullable(z.string()), null),
  agencyName: z._default(z.nullable(z.string()), null),
  model: z._default(z.nullable(ModelStand), null),
  staff: z.array(StaffRow),
  /** People, not posts; the head among them. */
  workers: Count,
  vacant: z.array(RoleName),
  rooms: z.array(RoomNode),
});
export type StationNode = z.infer<typeof StationNode>;

const Office = z.object({
  id: z.nullable(Id),
  level: z.enum(officeLevels),
  name: z.string(),
  phone: z.nullable(z.string()),
  address: z.string(),
  people: z.nullable(Count),
  staff: z.array(z.object({ userId: Id, name: z.string(), role: RoleName })),
});
export type OfficeNode = z.infer<typeof Office>;

const Contradiction = z.object({
  code: z.enum(contradictionCodes),
  places: z.array(z.object({ level: z.enum(['county', 'station', 'room']), id: Id, name: z.string() })),
  stationIds: z.array(Id),
  numbers: z.record(z.string(), z.number()),
  words: z.record(z.string(), z.string()),
  postId: z.nullable(Id),
});
export type ContradictionRow = z.infer<typeof Contradiction>;

const Agency = z.object({
  id: Id,
  name: z.string(),
  founder: z._default(z.nullable(z.enum(founders)), null),
  registeredAt: z._default(z.nullable(z.enum(registrationLevels)), null),
  incubator: z._default(z.string(), ''),
});
export type AgencyRow = z.infer<typeof Agency>;

/** GET /api/places */
export const Places = z.object({
  county: z.object({ id: Id, name: z.string() }),
  stations: z.array(StationNode),
  agencies: z._default(z.array(Agency), []),
  offices: z._default(z.array(Office), []),
  models: z._default(z.array(z.object({ id: Id, code: z.string() })), []),
  contradictions: z._default(z.array(Contradiction), []),
});
export type Places = z.infer<typeof Places>;

/** GET /api/network/work */
export const NetworkWork = z.object({
  rows: z.array(
    z.object({
      id: Id,
      kind: z.enum(['import', 'merge', 'split']),
      name: z.string(),
      to: z.array(z.string()),
      at: Instant,
      done: Count,
      total: Count,
      running: z.boolean(),
    }),
  ),
});
export type NetworkWork = z.infer<typeof NetworkWork>;

/** GET /api/network/room?room= */
export const RoomTouched = z.object({
  hamlets: z.array(z.object({ name: z.string(), people: Count })),
  people: Count,
  visits: Count,
  phones: Count,
});
export type RoomTouched = z.infer<typeof RoomTouched>;

/** GET /api/divisions?township= */
export const Divisions = z.object({
  countyCode: z.string(),
  loaded: z.boolean(),
  marks: z.record(z.string(), Count),
  fromDay: Day,
  rows: z.array(
    z.object({
      sourceCode: z.string(),
      code: z.string(),
      name: z.string(),
      mark: z.enum(divisionMarks),
      corrected: z.boolean(),
      there: z.boolean(),
    }),
  ),
});
export type Divisions = z.infer<typeof Divisions>;
export type DivisionRow = Divisions['rows'][number];
