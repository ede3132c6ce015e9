/**
 * Who helps and with what: profiles (志愿者档案), service projects (服务项目库) and partners (合伙人、共建单位). They lie at the desk of a
 * station and no phone carries them: what a volunteer has to know of a task comes to them as an offer of that task.
 */
import { columns, type Day, defineTable, Id, optional, scopes } from '@yimi/kernel';
import { sexes } from '@yimi/needs';
import { languages } from '@yimi/people';
import { needKinds } from '@yimi/services';
import * as z from 'zod/mini';
import { skills } from './matching/asks-and-helpers.ts';

export const profileStates = ['active', 'paused', 'ended'] as const;
/** More minutes of way than these no helper goes, and more tasks a week nobody takes: a slip of the finger. */
export const mostWayMinutes = 600;
export const mostTasksAWeek = 21;

export const profiles = defineTable({
  name: 'volunteers.profiles',
  columns: {
    /** 志愿者编号: what stands in public instead of a name; never given twice in a county. */
    number: columns.text(20),
    /** True: the id is that of the person's account, so that nobody has two profiles. */
    withAccount: columns.flag(),
    stationId: columns.id(),
    /** The home village. */
    roomId: columns.id(),
    name: columns.text(40, { mark: 'guarded' }),
    /** Gone with the end. */
    phone: optional(columns.text(20, { mark: 'guarded' })),
    sex: optional(columns.choice(sexes)),
    skills: columns.json(z.array(z.enum(skills))),
    languages: columns.json(z.array(z.enum(languages))),
    /** Half-days of the week as bits, Monday morning first. */
    free: columns.count(),
    /** How far they go, in minutes of way. */
    mostMinutes: columns.count(),
    /** How many tasks a week. */
    places: columns.count(),
    insuredUntil: optional(columns.day()),
    trainedOn: optional(columns.day()),
    /** The day on which they agreed to be asked; null: they are not asked. */
    consentOn: optional(columns.day()),
    state: columns.choice(profileStates),
    /** The last day of a pause; null: until they say so. */
    pausedUntil: optional(columns.day()),
    authorId: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  lists: ['roomId'],
});
export type Profile = z.infer<typeof profiles.schema>;

/** The last number given under a township's code. One for the county, so that a code that passes to another station goes on. */
export const numberBooks = defineTable({
  name: 'volunteers.number_books',
  columns: { code: columns.text(9), last: columns.count() },
  scope: () => scopes.office,
  seenBy: [],
});

/** What projects and partners say of themselves: what, for which needs, in which languages, when, where, and within which limits. */
const offered = {
  stationId: columns.id(),
  name: columns.text(60),
  what: columns.text(300),
  kinds: columns.json(z.array(z.enum(needKinds))),
  skills: columns.json(z.array(z.enum(skills))),
  languages: columns.json(z.array(z.enum(languages))),
  /** Half-days of the week as bits; 0: by arrangement. */
  times: columns.count(),
  /** Villages; empty: all of the station's. */
  roomIds: columns.json(z.array(Id)),
  limits: columns.text(200),
  /** False: kept, and proposed for nothing any more. */
  open: columns.flag(),
  authorId: columns.id(),
  recordedAt: columns.instant(),
} as const;

export const partners = defineTable({
  name: 'volunteers.partners',
  columns: {
    ...offered,
    contactName: optional(columns.text(40, { mark: 'guarded' })),
    contactPhone: optional(columns.text(20, { mark: 'guarded' })),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
});
export type Partner = z.infer<typeof partners.schema>;

export const projects = defineTable({
  name: 'volunteers.projects',
  columns: {
    ...offered,
    /** By whom it is held; null: by the station itself. */
    partnerId: optional(columns.id()),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
});
export type Project = z.infer<typeof projects.schema>;

/** Whether somebody may be asked for help on that day: they agreed, and neither rest nor have left. */
export function mayBeAsked(profile: Pick<Profile, 'state' | 'pausedUntil' | 'consentOn'>, day: Day): boolean {
  const { state, pausedUntil, consentOn } = profile;
  if (consentOn === null || consentOn > day || state === 'ended') return false;
  return state === 'active' || (pausedUntil !== null && pausedUntil < day);
}
