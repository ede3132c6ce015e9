/**
 * Service hours (志愿服务时长): one row a stretch of helping. All of one helper's rows lie in one scope of theirs, whatever the
 * station, so that two stations can never count the same hour; no phone is sent them.
 */
import { columns, defineTable, derivedId, optional, scopes } from '@yimi/kernel';
import type * as z from 'zod/mini';

/** 签到、手工补录、别的志愿系统导入. */
export const hourSources = ['attendance', 'by-hand', 'imported'] as const;
/** 计入、等第二个人确认、不予计入、划掉. */
export const hourStates = ['counted', 'waiting', 'declined', 'struck'] as const;

export const hours = defineTable({
  name: 'activities.hours',
  columns: {
    helperId: columns.id(),
    helperName: columns.text(40, { mark: 'guarded' }),
    activityId: optional(columns.id()),
    roomId: columns.id(),
    stationId: columns.id(),
    day: columns.day(),
    fromAt: columns.instant(),
    toAt: columns.instant(),
    /** Minutes that count: the stretch without what earlier stretches of the same helper cover. */
    minutes: columns.count(),
    /** Minutes that another stretch of the same helper has counted already. */
    overlapping: columns.count(),
    source: columns.choice(hourSources),
    state: columns.choice(hourStates),
    /** Why it was added by hand, declined or struck. */
    reason: optional(columns.text(200)),
    /** The other system and its number there: counted once, however often it is brought. */
    outside: optional(columns.text(80)),
    addedBy: columns.id(),
    confirmedBy: optional(columns.id()),
    recordedAt: columns.instant(),
  },
  scope: (row) => scopes.self(row.helperId),
  seenBy: [],
  lists: ['helperId'],
});
export type ServiceHours = z.infer<typeof hours.schema>;

/** Under which id hours of another system stand, by their number there. */
export function importedHoursId({ system, number }: { system: string; number: string }): string {
  return derivedId('hours brought', `${system}:${number}`);
}
