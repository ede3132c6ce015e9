/** A person is registered, on the phone in the village or at the desk. A probable duplicate is accepted and proposed for merging (law C7). */
import { Day, defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { liveRoom, rooms } from '@yimi/network';
import * as z from 'zod/mini';
import { readCitizenId } from '../citizen-id.ts';
import { needsGuardian } from '../client-rules.ts';
import { alreadyRegistered, consentNeeded, guardianNeeded, invalidCitizenId, noSuchRoom } from '../problems.ts';
import { clients, consentPurposes, riskLevels, specialGroups } from '../tables.ts';

export const registerClient = defineCommand({
  name: 'people.register-client',
  input: z.strictObject({
    clientId: Id,
    name: z.string().check(z.minLength(1), z.maxLength(40)),
    pinyin: z.string().check(z.maxLength(200)),
    sex: z.enum(['male', 'female', 'unknown']),
    birthDay: z.nullable(Day),
    phone: z.nullable(z.string().check(z.maxLength(20))),
    idNumber: z.nullable(z.string().check(z.maxLength(18))),
    guardian: z.nullable(z.string().check(z.maxLength(40))),
    groups: z.array(z.enum(specialGroups)).check(z.maxLength(20)),
    risk: z.enum(riskLevels),
    roomId: Id,
    hamlet: z.string().check(z.maxLength(40)),
    householdId: z.nullable(Id),
    /** Purposes agreed to (单独同意); by the guardian where the law asks for one. */
    consents: z.array(z.enum(consentPurposes)).check(z.maxLength(4)),
    assigneeId: z.nullable(Id),
    day: Day,
  }),
  permission: { 'village-worker': 'room', 'station-worker': 'station', 'station-head': 'station' },
  keys: (input) => [keyOf(clients, input.clientId), keyOf(rooms, input.roomId)],
  subject: (input) => input.clientId,
  place: (tx, input) => {
    const room = tx.get(rooms, input.roomId, scopes.county);
    if (room === 'not-held') return 'not-held';
    return room === 'absent' ? null : { roomId: room.id, stationId: room.stationId };
  },
  execute: (tx, input) => {
    const { clientId, idNumber, consents, day, roomId, ...rest } = input;
    const room = liveRoom(tx, roomId);
    if (room === null) return noSuchRoom();
    const known = tx.get(clients, clientId, scopes.room(room.id));
    // A phone may not hold the village that this one was merged into (law C6).
    if (known !== 'absent' && known !== 'not-held') return alreadyRegistered();
    const id = idNumber === null ? null : readCitizenId(idNumber);
    if (idNumber !== null && id === null) return invalidCitizenId();
    const birthDay = id?.birthDay ?? rest.birthDay;
    const child = needsGuardian(birthDay, day);
    if (child && rest.guardian === null) return guardianNeeded();
    if (!consents.includes('service')) return consentNeeded();
    tx.put(clients, {
      ...rest,
      id: clientId,
      roomId: room.id,
      birthDay,
      sex: id?.sex ?? rest.sex,
      idNumber: idNumber?.toUpperCase() ?? null,
      idLastFour: id?.lastFour ?? null,
      roomHistory: [{ roomId: room.id, fromDay: day }],
      consents: consents.map((purpose) => ({
        purpose,
        givenBy: child ? ('guardian' as const) : ('person' as const),
        day,
        withdrawnDay: null,
      })),
      state: 'active',
      mergedInto: null,
      registeredOn: day,
    });
    return undefined;
  },
});
