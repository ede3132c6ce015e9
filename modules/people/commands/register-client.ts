/** A person is registered, on the phone in the village or at the desk. A probable duplicate is accepted and proposed for merging (law C7). */
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import type { CitizenId } from '../citizen-id.ts';
import { isOldCitizenId, readCitizenId } from '../citizen-id.ts';
import { consentPurposes } from '../code-lists.ts';
import { needsGuardian } from '../consent.ts';
import {
  Document,
  Ethnicity,
  Groups,
  GuardianContact,
  Hamlet,
  Languages,
  Memberships,
  Name,
  Phone,
  Pinyin,
  RiskLevel,
  SelfCareLevel,
  Sex,
  WhereaboutsKind,
} from '../input-parts.ts';
import { withGroups, withMemberships } from '../memberships.ts';
import { soundKeyOf } from '../name-sound.ts';
import {
  alreadyRegistered,
  consentNeeded,
  guardianNeeded,
  invalidCitizenId,
  noSuchRoom,
  oldCitizenId,
  twoDocuments,
} from '../problems.ts';
import type { Client } from '../tables.ts';
import { clients } from '../tables.ts';

const Input = z.strictObject({
  clientId: Id,
  name: Name,
  pinyin: Pinyin,
  sex: Sex,
  birthDay: z.nullable(Day),
  phone: Phone,
  idNumber: z.nullable(z.string().check(z.maxLength(18))),
  /** What stands in where there is no citizen id. */
  document: z.optional(z.nullable(Document)),
  /** The guardian's name; `guardianContact` says more and wins. */
  guardian: z.nullable(z.string().check(z.maxLength(40))),
  guardianContact: z.optional(GuardianContact),
  /** Groups since today, of unknown source; `memberships` says more and wins. */
  groups: Groups,
  memberships: z.optional(Memberships),
  risk: RiskLevel,
  ethnicity: z.optional(Ethnicity),
  languages: z.optional(Languages),
  whereabouts: z.optional(WhereaboutsKind),
  selfCare: z.optional(SelfCareLevel),
  roomId: Id,
  hamlet: Hamlet,
  householdId: z.nullable(Id),
  /** Purposes agreed to (单独同意); by the guardian where the law asks for one. */
  consents: z.array(z.enum(consentPurposes)).check(z.maxLength(4)),
  assigneeId: z.nullable(Id),
  day: Day,
});
type Input = z.infer<typeof Input>;

export const registerClient = defineCommand({
  name: 'people.register-client',
  version: 2,
  // Version 2 asks more; what version 1 did not ask stays unasked.
  upcasts: { 1: (input) => input },
  input: Input,
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId), keyOf(rooms, input.roomId)],
  subject: (input) => input.clientId,
  place: (tx, input) => {
    const room = tx.get(rooms, input.roomId, scopes.county);
    if (room === 'not-held') return 'not-held';
    return room === 'absent' ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, input) => {
    const room = liveRoom(tx, input.roomId);
    if (room === null) return noSuchRoom();
    const known = tx.get(clients, input.clientId, scopes.room(room.id));
    // A phone may not hold the village that this one was merged into (law C6).
    if (known !== 'absent' && known !== 'not-held') return alreadyRegistered();
    const id = input.idNumber === null ? null : readCitizenId(input.idNumber);
    const wrong = wrongWith(input, id);
    if (wrong !== undefined) return wrong;
    tx.put(clients, { ...rowOf(input, id), roomId: room.id, roomHistory: [{ roomId: room.id, fromDay: input.day }] });
    return undefined;
  },
});

function wrongWith(input: Input, id: CitizenId | null) {
  if (input.idNumber !== null && id === null)
    return isOldCitizenId(input.idNumber) ? oldCitizenId() : invalidCitizenId();
  if (input.idNumber !== null && input.document) return twoDocuments();
  const guarded = input.guardian !== null || Boolean(input.guardianContact);
  if (needsGuardian(id?.birthDay ?? input.birthDay, input.day) && !guarded) return guardianNeeded();
  return input.consents.includes('service') ? undefined : consentNeeded();
}

function rowOf(input: Input, id: CitizenId | null): Omit<Client, 'roomId' | 'roomHistory'> {
  const { clientId, day, document, consents, memberships, guardianContact, guardian, roomId: _, ...rest } = input;
  const birthDay = id?.birthDay ?? rest.birthDay;
  const givenBy = needsGuardian(birthDay, day) ? ('guardian' as const) : ('person' as const);
  const ungrouped = { groups: [], memberships: [], registeredOn: day };
  return {
    ...rest,
    id: clientId,
    birthDay,
    sex: id?.sex ?? rest.sex,
    idNumber: rest.idNumber?.trim().toUpperCase() ?? null,
    idLastFour: id?.lastFour ?? null,
    documentKind: document?.kind ?? null,
    documentNumber: document?.number ?? null,
    guardian: guardianContact?.name ?? guardian,
    guardianContact: guardianContact ?? null,
    ...(memberships === undefined
      ? withGroups(ungrouped, rest.groups, day, day)
      : withMemberships(memberships, day, [])),
    ethnicity: rest.ethnicity ?? null,
    languages: rest.languages ?? [],
    whereabouts: rest.whereabouts ?? null,
    selfCare: rest.selfCare ?? null,
    photo: null,
    consents: consents.map((purpose) => ({ purpose, givenBy, day, withdrawnDay: null })),
    state: 'active',
    mergedInto: null,
    registeredOn: day,
    soundKey: soundKeyOf(rest.name, rest.pinyin),
  };
}
