/** The service project library (服务项目库) and partners: written at the station's desk, and closed rather than removed. */
import type { Permission, Problem, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import { HalfDaysOfWeek } from '@yimi/needs';
import { liveRoom, stations } from '@yimi/network';
import { languages } from '@yimi/people';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { skills } from '../matching/asks-and-helpers.ts';
import { noSuchPartner, unknownStation, unknownVillage, villageElsewhere } from '../problems.ts';
import { partners, projects } from '../tables.ts';

const librarians: Permission = { 'station-worker': 'station', 'station-head': 'station' };
const text = (max: number) => z.string().check(z.maxLength(max));
const offered = {
  name: text(60).check(z.minLength(1)),
  what: text(300),
  kinds: z.array(z.enum(needKinds)).check(z.minLength(1), z.maxLength(needKinds.length)),
  skills: z.array(z.enum(skills)).check(z.maxLength(skills.length)),
  languages: z.array(z.enum(languages)).check(z.maxLength(languages.length)),
  times: HalfDaysOfWeek,
  roomIds: z.array(Id).check(z.maxLength(60)),
  limits: text(200),
  open: z.boolean(),
  stationId: Id,
};

/** The station is there, and the villages are its own. */
function whereProblem(
  tx: Tx,
  { stationId, roomIds }: { stationId: string; roomIds: readonly string[] },
): Problem | null {
  const station = tx.get(stations, stationId, scopes.county);
  if (station === 'absent' || station === 'not-held') return unknownStation();
  const served = roomIds.map((id) => liveRoom(tx, id));
  if (served.includes(null)) return unknownVillage();
  return served.some((room) => room?.stationId !== stationId) ? villageElsewhere() : null;
}

export const savePartner = defineCommand({
  name: 'volunteers.save-partner',
  input: z.strictObject({
    partnerId: Id,
    ...offered,
    contactName: z.nullable(text(40).check(z.minLength(1))),
    contactPhone: z.nullable(z.string().check(z.regex(/^[\d+ -]{5,20}$/))),
  }),
  permission: librarians,
  keys: (input) => [keyOf(partners, input.partnerId)],
  place: (tx, { partnerId, stationId }) => {
    const before = tx.get(partners, partnerId);
    if (before === 'not-held') return 'not-held';
    // It stays where it is; somebody of another station is told nothing of it (law A5).
    return before === 'absent' || before.stationId === stationId ? { stationId } : null;
  },
  execute: (tx, { partnerId, ...given }, context) => {
    const wrong = whereProblem(tx, given);
    if (wrong !== null) return wrong;
    const authorId = context.onBehalfOf ?? context.actorId;
    tx.put(partners, { id: partnerId, ...given, authorId, recordedAt: context.recordedAt });
    return undefined;
  },
});

export const saveProject = defineCommand({
  name: 'volunteers.save-project',
  input: z.strictObject({ projectId: Id, ...offered, partnerId: z.nullable(Id) }),
  permission: librarians,
  keys: (input) => [
    keyOf(projects, input.projectId),
    ...(input.partnerId === null ? [] : [keyOf(partners, input.partnerId)]),
  ],
  place: (tx, { projectId, stationId }) => {
    const before = tx.get(projects, projectId);
    if (before === 'not-held') return 'not-held';
    return before === 'absent' || before.stationId === stationId ? { stationId } : null;
  },
  execute: (tx, { projectId, ...given }, context) => {
    const wrong = whereProblem(tx, given);
    if (wrong !== null) return wrong;
    if (given.partnerId !== null) {
      const partner = tx.get(partners, given.partnerId);
      if (partner === 'not-held') return undefined;
      if (partner === 'absent' || partner.stationId !== given.stationId) return noSuchPartner();
    }
    const authorId = context.onBehalfOf ?? context.actorId;
    tx.put(projects, { id: projectId, ...given, authorId, recordedAt: context.recordedAt });
    return undefined;
  },
});
