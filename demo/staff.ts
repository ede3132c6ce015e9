/**
 * Everybody with a post: 23 workers of agency D (10 men, 13 women) and one who leaves in May, five of the rival agency,
 * village workers where the post is not vacant, hamlet volunteers, and the people around the line (DOMAIN.md 1).
 */

import type { Day, Role } from '@yimi/kernel';
import { addDays, derivedId } from '@yimi/kernel';
import { firstDay, resignationDay } from './calendar.ts';
import type { Station, Village } from './places.ts';
import { agencies, stationG } from './places.ts';
import { Random } from './random.ts';
import type { Scale } from './scale.ts';
import type { Generation, Named, Sex } from './words/names.ts';
import { named, someone, surnameFor } from './words/names.ts';

export interface Person {
  readonly userId: string;
  readonly postId: string;
  readonly login: string;
  readonly name: string;
  readonly sex: Sex;
  readonly phone: string;
  readonly role: Role;
  readonly station: Station | null;
  readonly village: Village | null;
  readonly hamlet: string | null;
  readonly agencyId: string | null;
  readonly fromDay: Day;
  readonly lastDay: Day | null;
  /** Worth naming on the start page. */
  readonly featured: boolean;
}

export const defaultPassword = 'yimi-demo';

interface Wanted {
  role: Role;
  sex: Sex;
  name?: Named;
  station?: Station;
  village?: Village;
  hamlet?: string;
  agencyId?: string;
  lastDay?: Day;
}

/** Women and men among the workers of each station, heads first: with G's 24th gone, 13 and 10 for agency D. */
const workerSexes: readonly string[] = ['mfffm', 'fmfmf', 'mffm', 'fmfmf', 'mffm', 'mff', 'fm'];

/** 154 was never given to any operator: no such number rings anywhere. */
const phonePrefix = '154';

export function clientPhone(n: number): string {
  return `${phonePrefix}${String(n).padStart(8, '0')}`;
}

export function planStaff(stations: readonly Station[], scale: Scale, today: Day): Person[] {
  const people: Person[] = [];
  const logins = new Set<string>();
  const start = firstDay(today);
  const add = (wanted: Wanted, generation: Generation = 'adult'): void => {
    const at = people.length;
    const random = new Random(`staff ${scale.name} ${at}`);
    const surname = surnameFor(random, wanted.village?.people ?? wanted.station?.people ?? 'han');
    const { name, pinyin } = wanted.name ?? someone(random, surname, generation, wanted.sex);
    const { role, sex } = wanted;
    people.push({
      userId: derivedId('demo', `user ${scale.name} ${at}`),
      postId: derivedId('demo', `post ${scale.name} ${at}`),
      login: freeLogin(logins, pinyin.replaceAll(' ', '')),
      name,
      sex,
      phone: `${phonePrefix}99${String(at).padStart(6, '0')}`,
      role,
      station: wanted.station ?? null,
      village: wanted.village ?? null,
      hamlet: wanted.hamlet ?? null,
      agencyId: wanted.agencyId ?? null,
      fromDay: addDays(start, -random.between(30, 300)),
      lastDay: wanted.lastDay ?? null,
      featured: wanted.name !== undefined,
    });
  };
  addOffice(add, stations);
  for (const station of stations) if (station.open) addStation(add, station, today);
  for (const station of stations) {
    if (!station.open) continue;
    for (const village of station.villages) addVillage(add, village, scale);
  }
  return people;
}

type Add = (wanted: Wanted, generation?: Generation) => void;

function addOffice(add: Add, stations: readonly Station[]): void {
  const [first, second] = stations;
  if (first === undefined || second === undefined) throw new Error('no stations');
  add({ role: 'administrator', sex: 'male', name: named('罗', '文斌') });
  add({ role: 'county-officer', sex: 'female', name: named('吴', '丽萍') });
  add({ role: 'county-officer', sex: 'male' });
  add({ role: 'agency-manager', sex: 'female', name: named('莫', '晓芬'), agencyId: agencies[0]?.id ?? '' });
  add({ role: 'agency-manager', sex: 'male', name: named('廖', '志明'), agencyId: agencies[1]?.id ?? '' });
  add({ role: 'township-officer', sex: 'male', name: named('陆', '国栋'), station: first });
  add({ role: 'township-officer', sex: 'female', station: second });
  add({ role: 'city-officer', sex: 'female', name: named('黄', '美珍') });
  add({ role: 'evaluator', sex: 'male', name: named('岑', '明辉') });
  add({ role: 'supervisor', sex: 'female', name: named('谢', '慧') });
}

function addStation(add: Add, station: Station, today: Day): void {
  const sexes = workerSexes[station.index] ?? '';
  for (let i = 0; i < station.workers; i++) {
    const sex: Sex = (sexes[i] ?? (i % 5 < 3 ? 'f' : 'm')) === 'f' ? 'female' : 'male';
    const known =
      station.index === 0
        ? [named('劳', '秀才'), named('蓝', '秀英')][i]
        : station.index === 5 && i === 0
          ? named('杨', '海军')
          : undefined;
    const role = i === 0 ? 'station-head' : 'station-worker';
    add({ role, sex, station, ...(known === undefined ? {} : { name: known }) });
  }
  // 离职: the 24th, unpaid for months; her villages are not called on until the others take them over.
  if (station.index === stationG)
    add({ role: 'station-worker', sex: 'female', station, lastDay: resignationDay(today) });
}

function addVillage(add: Add, village: Village, scale: Scale): void {
  const { station } = village;
  const random = new Random(`village posts ${village.id}`);
  const main = station.index === 0 && village === station.villages[0];
  // Where nobody has come for more than a month, nobody holds the post: vacant.
  if (village.quietDays > 30) return;
  for (let i = 0; i < scale.villageWorkersPerRoom; i++) {
    const known = main && i === 0 ? { name: named('覃', '大海') } : {};
    add({ role: 'village-worker', sex: main || random.chance(0.45) ? 'male' : 'female', station, village, ...known });
  }
  const [fewest, most] = scale.volunteersPerRoom;
  const volunteers = main
    ? Math.max(2, fewest)
    : Math.min(
        most,
        fewest +
          random.weighted([
            [0, 12],
            [1, 50],
            [2, 38],
          ]),
      );
  for (let i = 0; i < volunteers; i++) {
    const hamlet = village.hamlets[i % village.hamlets.length] ?? '';
    const known = main && i === 0 ? { name: named('韦', '小妹') } : {};
    const old = i > 0 || random.chance(0.4);
    add(
      {
        role: 'hamlet-volunteer',
        sex: main || random.chance(0.7) ? 'female' : 'male',
        station,
        village,
        hamlet,
        ...known,
      },
      old ? 'old' : 'adult',
    );
  }
}

function freeLogin(taken: Set<string>, wanted: string): string {
  let login = wanted;
  for (let n = 2; taken.has(login); n++) login = `${wanted}${n}`;
  taken.add(login);
  return login;
}
