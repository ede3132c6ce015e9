/** The mandatory reports that this phone carries: those one wrote, and on a head's phone the station's. No word of what was seen is among them. */
import { holderOf, worksOn } from '@yimi/network';
import type { OwnReport, StepKind } from '@yimi/protection';
import { isLate, ownReports } from '@yimi/protection';
import type { Live } from '../live.ts';

/** What is late first, then what is open, the newest first. */
export function heldReports(live: Live, now: number): (OwnReport & { late: boolean })[] {
  return live
    .rowsOf(ownReports)
    .value.map((one) => ({ ...one, late: isLate(one, now) }))
    .sort(
      (one, other) =>
        Number(other.late) - Number(one.late) ||
        Number(one.state === 'closed') - Number(other.state === 'closed') ||
        other.reportedAt - one.reportedAt,
    );
}

/** The station and its heads: numbers that the phone holds anyway. */
export function headsToCall(live: Live, roomId: string | null, today: string): { name: string; phone: string }[] {
  const stationId = live.rooms.value.find((one) => one.id === roomId)?.stationId ?? null;
  const station = live.stations.value.find((one) => one.id === stationId);
  const heads = live.staff.value.filter(
    (one) => one.role === 'station-head' && one.stationId === stationId && worksOn(one, today),
  );
  const mine = live.user.me.userId;
  return [
    ...heads.flatMap((one) =>
      one.phone === null || holderOf(one) === mine ? [] : [{ name: one.name, phone: one.phone }],
    ),
    ...(station?.phone == null ? [] : [{ name: station.name, phone: station.phone }]),
  ];
}

/** What is told of on a phone; transfers and later visits are written at the desk too. */
export const toldKinds = ['police', 'authority', 'rescue', 'station', 'safe-place', 'family', 'follow-up'] as const;
/** Whom one can have told before the report is written. */
export const firstKinds: readonly StepKind[] = ['police', 'rescue', 'authority', 'station'];
