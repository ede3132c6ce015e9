/**
 * What a county's townships and villages become: a station for each real township, a room for each real village. Ids follow
 * from the county and the division code, so that a second import, or one that was cut off, adds only what is missing (S10).
 */

import { derivedId } from '@yimi/kernel';
import type { DivisionMark } from '@yimi/network';
import { fullCode, shortVillageNames } from '@yimi/network';
import type { Division } from './package.ts';

export const stationIdOf = (countyId: string, township: string) => derivedId(countyId, `township ${township}`);
export const roomIdOf = (countyId: string, village: string) => derivedId(countyId, `village ${village}`);

/** A township or village as the reference has it, with what the county corrected laid over it. */
export interface Listed {
  /** Twelve digits, as the statistics have it. */
  readonly sourceCode: string;
  /** The code of today. */
  readonly code: string;
  readonly level: 'township' | 'village';
  readonly name: string;
  readonly mark: DivisionMark;
  readonly corrected: boolean;
}

export interface Wanted {
  readonly countyId: string;
  /** Townships (nine digits) that have a station already; null: all of them. */
  readonly open: ReadonlySet<string> | null;
  /** Twelve digits of entries that are no real townships or villages, and are wanted all the same. */
  readonly include: ReadonlySet<string>;
}

export interface PlannedPlaces {
  readonly stations: readonly { stationId: string; name: string; code: string; state: 'open' | 'planned' }[];
  readonly rooms: readonly { roomId: string; stationId: string; name: string; code: string }[];
  readonly leftOut: readonly Listed[];
}

export function plannedPlaces(listed: readonly Listed[], { countyId, open, include }: Wanted): PlannedPlaces {
  const takes = (one: Listed): boolean => one.mark === 'real' || include.has(one.sourceCode);
  const townships = listed.filter((one) => one.level === 'township' && takes(one));
  const known = new Set(townships.map((one) => one.sourceCode.slice(0, 9)));
  const inKnown = listed.filter((one) => one.level === 'village' && known.has(one.sourceCode.slice(0, 9)));
  const stations = townships.map(({ sourceCode, code, name }) => {
    const nine = sourceCode.slice(0, 9);
    const state: 'open' | 'planned' = open === null || open.has(nine) ? 'open' : 'planned';
    return { stationId: stationIdOf(countyId, nine), name: `${name}社工站`, code, state };
  });
  const villages = shortVillageNames(
    inKnown.filter(takes).map((one) => ({ ...one, township: one.sourceCode.slice(0, 9) })),
  );
  const rooms = villages.map(({ sourceCode, code, name, township }) => ({
    roomId: roomIdOf(countyId, sourceCode),
    stationId: stationIdOf(countyId, township),
    name,
    code,
  }));
  const leftOut = listed.filter(
    (one) => (one.level === 'township' || known.has(one.sourceCode.slice(0, 9))) && !takes(one),
  );
  return { stations, rooms, leftOut };
}

/** As the package has it, for a county that has corrected nothing. */
export function listedOf({ level, code, name, mark }: Division): Listed | null {
  if (level !== 'township' && level !== 'village') return null;
  const full = fullCode(code);
  return { sourceCode: full, code: full, level, name, mark, corrected: false };
}
