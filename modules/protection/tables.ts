/**
 * Mandatory report (强制报告; 未成年人保护法 11, 反家庭暴力法 14): suspected harm to a child or another person who cannot protect
 * themselves, what was done about it, and who may read it. A report lies at the desk of its station and no phone holds it; its
 * writer and the station's heads hold the copy of `carried.ts`, which has no word of what was seen or heard.
 */
import { columns, defineTable, Instant, optional, roles, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';

/** 未成年人、老人、残疾人或不能自理的人、遭受家庭暴力的成年人、其他. */
export const groups = ['child', 'elder', 'disabled', 'violence-at-home', 'other'] as const;
/** Is anyone in danger now? 现在有危险、现在没有、不清楚. */
export const dangers = ['now', 'not-now', 'unsure'] as const;
export type Danger = (typeof dangers)[number];
/** After the list of the 2020 opinion on mandatory reports of nine ministries (关于建立侵害未成年人案件强制报告制度的意见, 4). */
export const signs = [
  ...(['injury', 'violence', 'sexual', 'neglect', 'abandoned', 'missing', 'self-harm', 'forced', 'other'] as const),
] as const;
/** 报警、告诉主管部门(民政、教育、卫健)、急救、站里、县里、转到安全的地方、告诉可靠的家人、后来去看过. */
export const stepKinds = [
  ...(['police', 'authority', 'rescue', 'station', 'county', 'safe-place', 'family', 'follow-up'] as const),
] as const;
export type StepKind = (typeof stepKinds)[number];
/** Only with these is the duty to report fulfilled; to tell the station is not enough. */
export const passingKinds: readonly StepKind[] = ['police', 'authority'];
export const reportStates = ['open', 'closed'] as const;
/** 已脱离危险、公安在办、有关部门接手帮扶、核实后没有发现伤害、重复. */
export const outcomes = ['safe', 'with-police', 'in-care', 'not-confirmed', 'duplicate'] as const;
export const mostSteps = 60;

/** What was done and when, without words: the state of a report as its copies say it. */
const Told = z.strictObject({ kind: z.enum(stepKinds), at: Instant });
export type Told = z.infer<typeof Told>;

/** How far a report has come. */
export const progress = {
  danger: columns.choice(dangers),
  reportedAt: columns.instant(),
  /** The latest moment at which police or authority are to know. */
  passOnBy: columns.instant(),
  passedOnAt: optional(columns.instant()),
  /** When the program told head and county that it was not passed on. */
  alertedAt: optional(columns.instant()),
  state: columns.choice(reportStates),
  outcome: optional(columns.choice(outcomes)),
  told: columns.json(z.array(Told)),
} as const;

export const reports = defineTable({
  name: 'protection.reports',
  columns: {
    /** The station to which it was made: it stays responsible, also where the village or the person moves. */
    stationId: columns.id(),
    roomId: columns.id(),
    clientId: optional(columns.id()),
    /** As the writer knows the person, also where there is no file. */
    who: optional(columns.text(40, { mark: 'sealed' })),
    whereabouts: optional(columns.text(120, { mark: 'sealed' })),
    whom: columns.choice(groups),
    authorId: columns.id(),
    authorRole: optional(columns.choice(roles)),
    observedAt: columns.instant(),
    recordedAt: columns.instant(),
    /** False if the device's clock cannot be right (law C5). */
    plausible: columns.flag(),
    /** Of `signs`, joined by spaces: what they are is health, so they are sealed. */
    signs: optional(columns.text(120, { mark: 'sealed' })),
    seen: optional(columns.text(1000, { mark: 'sealed' })),
    /** In the person's own words. */
    heard: optional(columns.text(1000, { mark: 'sealed' })),
    closedAt: optional(columns.instant()),
    closedBy: optional(columns.id()),
    closingNote: optional(columns.text(500, { mark: 'sealed' })),
    ...progress,
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['clientId', 'stationId'],
});
export type Report = z.infer<typeof reports.schema>;

/** Who was told, by whom, when, under which number. */
export const steps = defineTable({
  name: 'protection.steps',
  columns: {
    reportId: columns.id(),
    stationId: columns.id(),
    clientId: optional(columns.id()),
    kind: columns.choice(stepKinds),
    at: columns.instant(),
    byId: columns.id(),
    /** 报警回执号、接警员工号. */
    number: optional(columns.text(40, { mark: 'sealed' })),
    note: optional(columns.text(300, { mark: 'sealed' })),
  },
  scope: (row) => scopes.desk(row.stationId),
  seenBy: [],
  subject: (row) => row.clientId,
  lists: ['reportId'],
});
export type Step = z.infer<typeof steps.schema>;

/** Who besides the station's heads may read: a worker of the station named by its head, an officer of the county by its administrator. */
export const readers = defineTable({
  name: 'protection.readers',
  columns: { userId: columns.id(), stationId: optional(columns.id()), since: columns.day(), ended: columns.flag() },
  scope: () => scopes.office,
  seenBy: [],
});
export type Reader = z.infer<typeof readers.schema>;
