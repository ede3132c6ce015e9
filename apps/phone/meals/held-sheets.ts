/** The meal sheets that this phone carries, and for a station's workers which of its rounds are late: all of it without a network. */
import { dayOf } from '@yimi/kernel';
import type { Door, OwnSheet, Sheet } from '@yimi/meals';
import { doors, dueAt, isLate, isLeft, ownSheets, sheets } from '@yimi/meals';
import type { Staff } from '@yimi/network';
import { holderOf, worksOn } from '@yimi/network';
import type { Live } from '../live.ts';

export interface HeldSheet {
  readonly sheet: OwnSheet;
  /** In the order of the way. */
  readonly doors: readonly Door[];
  /** Doors without a tick, or without what was learnt at a shut one. */
  readonly left: number;
  readonly isToday: boolean;
}

/** The nearest day first. */
export function heldSheets(live: Live, today: string): HeldSheet[] {
  const all = live.rowsOf(doors).value;
  return [...live.rowsOf(ownSheets).value]
    .filter((sheet) => sheet.day >= today || sheet.reportedAt === null)
    .sort((one, other) => dueAt(one) - dueAt(other))
    .map((sheet) => {
      const mine = all.filter((door) => door.sheetId === sheet.id).sort((one, other) => one.position - other.position);
      return { sheet, doors: mine, left: mine.filter(isLeft).length, isToday: sheet.day <= today };
    });
}

export interface StationRound {
  readonly sheet: Sheet;
  readonly late: boolean;
  /** Who delivers, then the deputies: those with a number. */
  readonly callees: readonly { id: string; name: string; phone: string }[];
}

function calleesOf(sheet: Sheet, staff: readonly Staff[], today: string): StationRound['callees'] {
  return [sheet.delivererId, ...sheet.deputyIds].flatMap((id) => {
    const one = staff.find((other) => holderOf(other) === id && worksOn(other, today));
    return one === undefined || one.phone === null ? [] : [{ id, name: one.name, phone: one.phone }];
  });
}

/** Today's rounds of the station, the late ones first. */
export function stationRounds(live: Live, now: number): StationRound[] {
  const today = dayOf(now);
  return live
    .rowsOf(sheets)
    .value.filter((sheet) => sheet.day === today)
    .map((sheet) => ({ sheet, late: isLate(sheet, now), callees: calleesOf(sheet, live.staff.value, today) }))
    .sort((one, other) => Number(other.late) - Number(one.late) || dueAt(one.sheet) - dueAt(other.sheet));
}
