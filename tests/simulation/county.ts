/**
 * The fictional county of the simulation: three stations, eight villages, their people, and twelve phones, some of them
 * shared (a couple at home, the station's desk) and some people with two phones.
 */
import type { Role } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import { Dice, seedOf } from './dice.ts';

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** Where their first post lies. */
  readonly stationId: string | null;
  readonly roomId: string | null;
}

export const countyId = derivedId('simulation', 'county');
export const idOf = (label: string): string => derivedId('simulation', label);

export const stationIds = ['A', 'B', 'C'].map((name) => idOf(`station ${name}`));
/** Villages 0–3 lie with station A, 4–6 with B, 7 with C, where nobody works yet. */
export const roomIds = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => idOf(`room ${n}`));
export const firstStationOfRoom = [0, 0, 0, 0, 1, 1, 1, 2];

function person(label: string, role: Role, station: number | null, room: number | null): Person {
  return {
    userId: idOf(`user ${label}`),
    name: label,
    role,
    stationId: station === null ? null : (stationIds[station] ?? null),
    roomId: room === null ? null : (roomIds[room] ?? null),
  };
}

const desk = [
  person('worker A1', 'station-worker', 0, null),
  person('worker A2', 'station-worker', 0, null),
  person('head A', 'station-head', 0, null),
  person('worker B1', 'station-worker', 1, null),
  person('head B', 'station-head', 1, null),
];
const village = [0, 1, 2, 4, 5].map((room) => person(`village ${room}`, 'village-worker', room < 4 ? 0 : 1, room));
const volunteer = [
  [0, 'a'],
  [0, 'b'],
  [1, 'a'],
  [2, 'a'],
  [3, 'a'],
  [4, 'a'],
  [4, 'b'],
  [5, 'a'],
].map(([room, letter]) =>
  person(`volunteer ${room}${letter}`, 'hamlet-volunteer', Number(room) < 4 ? 0 : 1, Number(room)),
);

export const people: readonly Person[] = [...desk, ...village, ...volunteer];
export const officer = person('officer', 'county-officer', null, null);
export const volunteers = volunteer;

export function personOf(userId: string): Person | undefined {
  return [...people, officer].find((one) => one.userId === userId);
}

function named(...labels: readonly string[]): readonly Person[] {
  return people.filter((one) => labels.includes(one.name));
}

/** Who signs in on which phone. */
export const phoneHolders: readonly (readonly Person[])[] = [
  named('worker A1', 'head A'),
  named('worker A2'),
  named('worker B1', 'head B'),
  named('village 0'),
  named('village 1', 'volunteer 1a'),
  named('village 2'),
  named('village 4', 'volunteer 4a'),
  named('volunteer 0a', 'volunteer 0b'),
  named('volunteer 2a'),
  named('volunteer 4b', 'volunteer 4a', 'village 4'),
  named('volunteer 3a'),
  // Also signed in at the desk: two phones of one person.
  named('worker A1', 'village 5', 'volunteer 5a'),
];

const surnames = [
  ['吴', 'wu'],
  ['杨', 'yang'],
  ['石', 'shi'],
  ['韦', 'wei'],
  ['覃', 'qin'],
  ['蓝', 'lan'],
  ['梁', 'liang'],
  ['黄', 'huang'],
] as const satisfies readonly (readonly [string, string])[];
const given = [
  ['桂花', 'gui hua'],
  ['老三', 'lao san'],
  ['秀英', 'xiu ying'],
  ['建国', 'jian guo'],
  ['阿妹', 'a mei'],
  ['光明', 'guang ming'],
  ['凤仙', 'feng xian'],
  ['水生', 'shui sheng'],
] as const satisfies readonly (readonly [string, string])[];

/** A name for a person served, with its pinyin. */
export function someName(dice: Dice): { name: string; pinyin: string } {
  const [surname, one] = dice.oneOf(surnames);
  const [first, other] = dice.oneOf(given);
  return { name: surname + first, pinyin: `${one} ${other}` };
}

export interface FirstClient {
  readonly clientId: string;
  readonly roomId: string;
  readonly assigneeId: string | null;
  readonly dice: Dice;
}

/** Who is served when the run begins: seven a village, most given to a volunteer where there is one. */
export function firstClients(seed: number): FirstClient[] {
  return roomIds.flatMap((roomId, room) =>
    Array.from({ length: 7 }, (_, n): FirstClient => {
      const dice = new Dice(seedOf(seed, 'client', room, n));
      const here = volunteers.filter((one) => one.roomId === roomId);
      const assigneeId = dice.chance(0.8) ? (dice.pick(here)?.userId ?? null) : null;
      return { clientId: idOf(`client ${room}/${n}`), roomId, assigneeId, dice };
    }),
  );
}
