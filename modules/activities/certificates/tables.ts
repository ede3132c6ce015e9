/**
 * Certificates of service (志愿服务证明): what a station certifies of the hours it recorded itself. The row keeps what the paper
 * says, as it was on the day, and beside it what the same hours come to now: whoever checks the paper is told both.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 有效、已换发新的、已作废. */
export const certificateStates = ['valid', 'replaced', 'withdrawn'] as const;
/** An activity by its title; what was added by hand, by that alone: its reason may name somebody; the rest in one line. */
export const certifiedKinds = ['activity', 'by-hand', 'others'] as const;
/** Lines of content that one page holds, were each title so long that it takes two. */
export const mostLines = 8;

export const CertifiedLine = z.strictObject({
  kind: z.enum(certifiedKinds),
  title: z.nullable(z.string().check(z.maxLength(60))),
  times: z.int().check(z.minimum(1)),
  minutes: z.int().check(z.minimum(0)),
});
export type CertifiedLine = z.infer<typeof CertifiedLine>;

export const certificates = defineTable({
  name: 'activities.certificates',
  columns: {
    /** 80 random bits, as of an answer number: who holds the paper can have it checked, nobody else finds it. */
    number: columns.text(19, { mark: 'guarded' }),
    helperId: columns.id(),
    helperName: columns.text(40, { mark: 'guarded' }),
    stationId: columns.id(),
    /** The issuer as it was called then. */
    stationName: columns.text(60),
    fromDay: columns.day(),
    toDay: columns.day(),
    issuedOn: columns.day(),
    lines: columns.json(z.array(CertifiedLine)),
    /** As certified. */
    minutes: columns.count(),
    /** What the same station and days come to today. */
    minutesNow: columns.count(),
    /** Of all stations and all time on the day of issue, with what came from other systems; the stars depend on it. */
    total: columns.count(),
    stars: columns.count(),
    state: columns.choice(certificateStates),
    endedOn: optional(columns.day()),
    /** Why it was withdrawn: for the station's own eyes. */
    reason: optional(columns.text(200)),
    issuedBy: columns.id(),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
  lists: ['helperId'],
});
export type Certificate = z.infer<typeof certificates.schema>;
