/** What the server tells the console of who helps: volunteers, service projects, partners. */
import './core/strict-csp.ts';
import { Day, Id } from '@yimi/kernel';
import { sexes } from '@yimi/needs';
import { languages } from '@yimi/people';
import { needKinds } from '@yimi/services';
import { profileStates, skills } from '@yimi/volunteers';
import * as z from 'zod/mini';
import { Count } from './api.ts';

const ProfileRow = z.object({
  ...{ id: Id, number: z.string(), withAccount: z.boolean(), name: z.string(), phone: z.nullable(z.string()) },
  ...{ stationId: Id, stationName: z.string(), roomId: Id, roomName: z.string(), sex: z.nullable(z.enum(sexes)) },
  skills: z.array(z.enum(skills)),
  languages: z.array(z.enum(languages)),
  ...{ free: Count, mostMinutes: Count, places: Count },
  ...{ insuredUntil: z.nullable(Day), trainedOn: z.nullable(Day), consentOn: z.nullable(Day) },
  ...{ state: z.enum(profileStates), pausedUntil: z.nullable(Day), askable: z.boolean(), insured: z.boolean() },
});
export type ProfileRow = z.infer<typeof ProfileRow>;

const offered = {
  ...{ id: Id, stationId: Id, name: z.string(), what: z.string(), limits: z.string(), open: z.boolean(), times: Count },
  kinds: z.array(z.enum(needKinds)),
  skills: z.array(z.enum(skills)),
  languages: z.array(z.enum(languages)),
  roomIds: z.array(Id),
};
const PartnerRow = z.object({
  ...offered,
  ...{ contactName: z.nullable(z.string()), contactPhone: z.nullable(z.string()) },
});
export type PartnerRow = z.infer<typeof PartnerRow>;
const ProjectRow = z.object({ ...offered, partnerId: z.nullable(Id) });
export type ProjectRow = z.infer<typeof ProjectRow>;

/** GET /api/volunteers */
export const Volunteers = z.object({
  today: Day,
  profiles: z.array(ProfileRow),
  partners: z.array(PartnerRow),
  projects: z.array(ProjectRow),
});
export type Volunteers = z.infer<typeof Volunteers>;
