/**
 * The people served: households in the hamlets of the villages, as the special groups of DOMAIN.md 4 live: grandparents
 * with the children of those who work away, old people alone, the disabled, the poor. Nobody of them exists: the citizen
 * ids have valid check digits and a county code that was never given out.
 */

import type { Day } from '@yimi/kernel';
import { addDays, daysBetween } from '@yimi/kernel';
import type { Risk, specialGroups } from '@yimi/people';
import { withCheckDigit } from '@yimi/people';
import { firstDay } from './calendar.ts';
import type { Station, Village } from './places.ts';
import { demoPlace } from './places.ts';
import { Random } from './random.ts';
import type { Scale } from './scale.ts';
import type { Person } from './staff.ts';
import { clientPhone } from './staff.ts';
import type { Generation, Named, Sex } from './words/names.ts';
import { someone, surnameFor } from './words/names.ts';

type Group = (typeof specialGroups)[number];
/** What a visit is likely to be about. */
export type Situation = 'alone' | 'old' | 'child' | 'disabled' | 'poor' | 'woman';

export interface Client {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly sex: Sex;
  readonly birthDay: Day | null;
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly guardian: string | null;
  readonly groups: readonly Group[];
  readonly situation: Situation;
  readonly village: Village;
  readonly hamlet: string;
  readonly householdId: string;
  readonly consents: readonly ('service' | 'photo' | 'location' | 'sharing')[];
  readonly registeredOn: Day;
  readonly volunteer: Person | null;
  risk: Risk;
  /** What the plan of visits remembers: indexes of days within the year, negative before it. */
  readonly since: number;
  lastMet: number;
  lastCalled: number;
}

interface Member {
  readonly age: readonly [number, number];
  readonly sex: Sex | null;
  readonly groups: readonly Group[];
  readonly situation: Situation;
}

export interface Population {
  readonly clients: readonly Client[];
  readonly ofVillage: ReadonlyMap<string, readonly Client[]>;
  readonly ofVolunteer: ReadonlyMap<string, readonly Client[]>;
}

/** Births by day, so that no id number is given twice. */
interface Register {
  readonly today: Day;
  readonly scale: Scale;
  readonly births: Map<string, number>;
  readonly load: Map<string, number>;
  readonly volunteers: ReadonlyMap<string, readonly Person[]>;
  readonly clients: Client[];
}

export function planClients(
  stations: readonly Station[],
  staff: readonly Person[],
  scale: Scale,
  today: Day,
): Population {
  const volunteers = new Map<string, Person[]>();
  for (const person of staff) {
    if (person.role !== 'hamlet-volunteer' || person.village === null) continue;
    const key = `${person.village.id}/${person.hamlet}`;
    volunteers.set(key, [...(volunteers.get(key) ?? []), person]);
  }
  const register: Register = { today, scale, births: new Map(), load: new Map(), volunteers, clients: [] };
  const served = stations.filter((station) => station.open).flatMap((station) => station.villages);
  const unserved = stations.filter((station) => !station.open).flatMap((station) => station.villages);
  // A few are known to the county from its own lists although their township has no station yet.
  for (const village of unserved)
    if (village.code.endsWith('1') || village.code.endsWith('4')) fill(register, village, 6);
  const left = scale.clients - register.clients.length;
  for (const [at, village] of served.entries()) {
    fill(register, village, Math.floor(((at + 1) * left) / served.length) - Math.floor((at * left) / served.length));
  }
  registerTwice(register);
  rankRisks(register.clients);
  return {
    clients: register.clients,
    ofVillage: groupBy(register.clients, (one) => one.village.id),
    ofVolunteer: groupBy(register.clients, (one) => one.volunteer?.userId ?? ''),
  };
}

function groupBy(clients: readonly Client[], key: (client: Client) => string): Map<string, Client[]> {
  const groups = new Map<string, Client[]>();
  for (const client of clients) {
    const group = groups.get(key(client));
    if (group === undefined) groups.set(key(client), [client]);
    else group.push(client);
  }
  return groups;
}

function fill(register: Register, village: Village, wanted: number): void {
  const random = new Random(`people of ${village.id}`);
  const end = register.clients.length + wanted;
  while (register.clients.length < end) {
    // The first hamlet is the main settlement (大寨), as large as two others.
    const hamlet = random.pick([village.hamlets[0] ?? '', ...village.hamlets]);
    addHousehold(register, random, village, hamlet, end - register.clients.length);
  }
}

function addHousehold(register: Register, random: Random, village: Village, hamlet: string, room: number): void {
  const surname = surnameFor(random, village.people);
  const householdId = random.id(Date.parse('2024-01-01T00:00:00Z') + register.clients.length);
  const members = household(random).slice(0, room);
  const twins =
    members.length > 1 && members.slice(-2).every((one) => one.situation === 'child') && random.chance(0.15);
  const volunteer = volunteerFor(register, village, hamlet, members.length);
  let firstTwin: Client | null = null;
  for (const [at, member] of members.entries()) {
    const twin = twins && at === members.length - 1 ? firstTwin : null;
    const client = register.clients.length;
    const made = makeClient(register, random, {
      village,
      hamlet,
      householdId,
      surname,
      member,
      volunteer,
      twin,
      number: client,
    });
    if (twins && at === members.length - 2) firstTwin = made;
    register.clients.push(made);
  }
}

function volunteerFor(register: Register, village: Village, hamlet: string, more: number): Person | null {
  const near = register.volunteers.get(`${village.id}/${hamlet}`) ?? [];
  const free = near.find(
    (person) => (register.load.get(person.userId) ?? 0) + more <= register.scale.peoplePerVolunteer,
  );
  if (free === undefined) return null;
  register.load.set(free.userId, (register.load.get(free.userId) ?? 0) + more);
  return free;
}

const old = (groups: readonly Group[], situation: Situation, sex: Sex | null = null): Member => ({
  age: [62, 91],
  sex,
  groups: ['老年人', ...groups],
  situation,
});
const child = (groups: readonly Group[]): Member => ({ age: [3, 15], sex: null, groups, situation: 'child' });
const grown = (groups: readonly Group[], situation: Situation, sex: Sex | null = null): Member => ({
  age: [26, 58],
  sex,
  groups,
  situation,
});

/** A household as it is found in the county's lists. */
function household(random: Random): Member[] {
  const poor = (): Group => random.pick(['低保对象', '低保对象', '低保边缘对象', '支出型困难对象'] as const);
  const watched = (): Group => random.pick(['脱贫监测户', '防贫监测对象'] as const);
  return random.weighted<() => Member[]>([
    [
      () => [
        old(random.chance(0.3) ? ['独居老人', random.pick(['低保对象', '特困人员'] as const)] : ['独居老人'], 'alone'),
      ],
      30,
    ],
    [() => [old(['空巢老人'], 'old', 'male'), old(['空巢老人'], 'old', 'female')], 11],
    [() => [old(['失能老人', ...(random.chance(0.4) ? [poor()] : [])], 'old')], 5],
    [() => [old(['留守老人'], 'old'), child(['留守儿童']), ...(random.chance(0.5) ? [child(['留守儿童'])] : [])], 14],
    [
      () => [
        old(['留守老人'], 'old'),
        child([random.pick(['事实无人抚养儿童', '困境儿童', '困境儿童', '孤儿'] as const)]),
      ],
      3,
    ],
    [() => [grown([poor()], 'poor'), ...(random.chance(0.35) ? [grown([poor(), '残疾人'], 'disabled')] : [])], 13],
    [
      () => [
        grown([random.chance(0.35) ? '重度残疾人' : '残疾人', ...(random.chance(0.5) ? [poor()] : [])], 'disabled'),
      ],
      11,
    ],
    [() => [grown(['留守妇女'], 'woman', 'female'), ...(random.chance(0.3) ? [child(['留守儿童'])] : [])], 6],
    [() => [grown([watched()], 'poor'), ...(random.chance(0.2) ? [child(['困境儿童'])] : [])], 6],
    [() => [{ age: [52, 72], sex: null, groups: ['失独家庭'], situation: 'alone' } as const], 1],
    [() => [grown(['流浪乞讨返乡人员'], 'poor', 'male')], 0.4],
  ])();
}

interface Making {
  readonly village: Village;
  readonly hamlet: string;
  readonly householdId: string;
  readonly surname: string;
  readonly member: Member;
  readonly volunteer: Person | null;
  readonly twin: Client | null;
  readonly number: number;
}

function generationOf(age: number): Generation {
  return age >= 60 ? 'old' : age >= 18 ? 'adult' : 'child';
}

function makeClient(register: Register, random: Random, making: Making): Client {
  const { member, village, twin, number } = making;
  const [youngest, oldest] = member.age;
  const age = random.between(youngest, oldest);
  const sex = member.sex ?? (random.chance(age >= 60 ? 0.6 : 0.5) ? 'female' : 'male');
  const birthDay = twin?.birthDay ?? addDays(register.today, -Math.floor(age * 365.25) - random.between(0, 364));
  // A wife keeps her own surname; children and widowed grandmothers are found under the household's.
  const surname =
    sex === 'female' && age > 20 && random.chance(0.7) ? surnameFor(random, village.people) : making.surname;
  const person: Named = nameOf(random, surname, generationOf(age), sex, twin);
  const minor = age < 18;
  // One in sixteen has no card to hand; of some even the birthday is unknown, so a namesake may be the same person.
  const without = random.next();
  const idNumber = without < 0.06 && twin === null ? null : citizenId(register, birthDay, sex);
  const consents: Client['consents'][number][] = ['service'];
  if (random.chance(0.87)) consents.push('photo');
  if (random.chance(0.3)) consents.push('location');
  if (random.chance(0.15)) consents.push('sharing');
  const registeredOn = registrationDay(random, register.today);
  return {
    id: random.id(Date.parse(`${firstDay(register.today)}T00:00:00Z`) - 86_400_000 * 30 + number * 1000),
    name: person.name,
    pinyin: person.pinyin,
    sex,
    birthDay: without < 0.015 && !minor ? null : birthDay,
    phone: random.chance(minor ? 0.2 : 0.84) ? clientPhone(number) : null,
    idNumber: without < 0.015 && !minor ? null : idNumber,
    guardian: minor ? guardianFor(random, making.surname) : null,
    groups: member.groups,
    situation: member.situation,
    village,
    hamlet: making.hamlet,
    householdId: making.householdId,
    consents,
    registeredOn,
    since: daysBetween(firstDay(register.today), registeredOn),
    volunteer: making.volunteer,
    risk: 'ordinary',
    lastMet: -random.between(3, 60),
    lastCalled: -99,
  };
}

function nameOf(random: Random, surname: string, generation: Generation, sex: Sex, twin: Client | null): Named {
  let person = someone(random, surname, generation, sex);
  while (twin !== null && person.name === twin.name) person = someone(random, surname, generation, sex);
  return person;
}

function guardianFor(random: Random, surname: string): string {
  return someone(random, surname, 'old', random.chance(0.6) ? 'female' : 'male').name;
}

/** Most were entered when the stations opened, the others in the course of the year. */
function registrationDay(random: Random, today: Day): Day {
  return random.chance(0.9)
    ? addDays(firstDay(today), -random.between(20, 400))
    : addDays(firstDay(today), random.between(3, 330));
}

function citizenId(register: Register, birthDay: Day, sex: Sex): string {
  const compact = birthDay.replaceAll('-', '');
  const key = `${compact}${sex}`;
  const before = register.births.get(key) ?? 0;
  register.births.set(key, before + 1);
  const sequence = 2 * before + (sex === 'male' ? 1 : 2);
  return withCheckDigit(`${demoPlace.code}${compact}${String(sequence).padStart(3, '0')}`);
}

/** Every so many people one has two files, the second without card and birthday: the program proposes the merge. */
const twiceEvery = 620;

function registerTwice({ clients, today }: Register): void {
  for (let at = twiceEvery; at < clients.length; at += twiceEvery) {
    const first = clients.findLast(
      (one, i) => i < at && one.idNumber !== null && one.guardian === null && one.since < 0,
    );
    const replaced = clients[at];
    if (first === undefined || replaced === undefined || first.village !== replaced.village) continue;
    const since = 200 + (at % 90);
    const registeredOn = addDays(firstDay(today), since);
    const nothing = { idNumber: null, birthDay: null, phone: null };
    clients[at] = { ...first, ...nothing, id: replaced.id, householdId: replaced.householdId, registeredOn, since };
  }
}

const weightOf: Partial<Record<Group, number>> = {
  失能老人: 0.9,
  重度残疾人: 0.75,
  孤儿: 0.8,
  事实无人抚养儿童: 0.8,
  困境儿童: 0.55,
  独居老人: 0.45,
  特困人员: 0.4,
  流浪乞讨返乡人员: 0.6,
  留守儿童: 0.35,
  失独家庭: 0.5,
  低保对象: 0.15,
  支出型困难对象: 0.2,
};

/** High for 8 % and key for 27 %, of those whom their groups, and a worker's judgement, put first. */
function rankRisks(clients: readonly Client[]): void {
  const random = new Random('risk');
  const scored = clients.map((client) => {
    const groups = client.groups.reduce((sum, group) => sum + (weightOf[group] ?? 0), 0);
    return { client, score: groups + random.next() * 0.5 };
  });
  scored.sort((one, other) => other.score - one.score || (one.client.id < other.client.id ? -1 : 1));
  for (const [at, { client }] of scored.entries()) {
    client.risk = at < clients.length * 0.08 ? 'high' : at < clients.length * 0.35 ? 'key' : 'ordinary';
  }
}
