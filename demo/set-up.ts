/** The county before its first visit: stations, villages, agencies, contracts, posts; and how a person is registered. */

import type { Day } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Client } from './clients.ts';
import { agencies } from './places.ts';
import type { CountyPlan } from './plan.ts';
import type { Stamp } from './stamp.ts';

export function openingEnvelopes(plan: CountyPlan, stamp: Stamp, at: number, today: Day): Envelope[] {
  const out: Envelope[] = [];
  const fromDay = addDays(today, -520);
  for (const { id, name, code, open, index } of plan.stations) {
    const phone = open ? `15400${String(900_000 + index)}` : null;
    out.push(
      stamp.command('network.add-station', { stationId: id, name, code, state: open ? 'open' : 'planned', phone }, at, [
        scopes.county,
      ]),
    );
  }
  for (const village of plan.stations.flatMap((station) => station.villages)) {
    const { id, name, code, minutesAway, station } = village;
    out.push(
      stamp.command('network.add-room', { roomId: id, stationId: station.id, name, code, minutesAway, fromDay }, at, [
        scopes.county,
      ]),
    );
  }
  for (const { id, name } of agencies)
    out.push(stamp.command('network.add-agency', { agencyId: id, name }, at, [scopes.office]));
  for (const { id, agency } of plan.stations) {
    if (agency === null) continue;
    const contract = {
      contractId: derivedId(id, 'contract'),
      agencyId: agency.id,
      stationId: id,
      lot: agency.lot,
      fromDay,
      toDay: addDays(today, 210),
    };
    out.push(stamp.command('network.open-contract', contract, at, [scopes.office]));
  }
  for (const person of plan.staff) {
    const { userId, postId, name, phone, role, station, village, agencyId } = person;
    const post = {
      postId,
      userId,
      name,
      phone,
      role,
      stationId: station?.id ?? null,
      roomId: village?.id ?? null,
      agencyId,
      fromDay: person.fromDay,
      // An evaluator's post has an end; two years cover the demo's and the visitor's.
      toDay: person.role === 'evaluator' ? addDays(person.fromDay, 730) : null,
    };
    const hints = [scopes.self(userId), ...(station === null ? [] : [scopes.station(station.id)])];
    out.push(stamp.command('network.open-post', post, at, hints));
  }
  return out;
}

export function registration(client: Client, stamp: Stamp, at: number): Envelope {
  const {
    id,
    name,
    pinyin,
    sex,
    birthDay,
    phone,
    idNumber,
    guardian,
    groups,
    risk,
    village,
    hamlet,
    householdId,
    consents,
    volunteer,
  } = client;
  const assigneeId = volunteer?.userId ?? null;
  const input = {
    clientId: id,
    name,
    pinyin,
    sex,
    birthDay,
    phone,
    idNumber,
    guardian,
    groups: [...groups],
    risk,
    roomId: village.id,
    hamlet,
    householdId,
    consents: [...consents],
    assigneeId,
    day: client.registeredOn,
  };
  const hints = [scopes.room(village.id), ...(assigneeId === null ? [] : [scopes.self(assigneeId)])];
  return stamp.command('people.register-client', input, at, hints);
}
