/**
 * What residents asked for in the last six weeks, and what the stations made of it: through every channel, judged the next
 * working morning, answered, graded, merged, or left standing with the reason. The first station's list is told in full,
 * the others' in part. A stream of its own: whoever adds a need leaves everything else as it was.
 */
import { derivedId, scopes, startOfDay } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { systemActor } from '@yimi/sync';
import type { DayOfWork } from './calendar.ts';
import { daysOfPhones, windowDays } from './calendar.ts';
import type { Client } from './clients.ts';
import type { Station, Village } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Person } from './staff.ts';
import { clientPhone } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { Said } from './trips.ts';
import { someone, surnameFor } from './words/names.ts';
import type { Wish } from './words/wishes.ts';
import { wishes } from './words/wishes.ts';

/** One command, to be sent so many days into the year at that hour. */
interface Step {
  readonly index: number;
  readonly hour: number;
  readonly actorId: string;
  readonly village: Village;
  readonly name: string;
  readonly input: object;
}

/** One need on its way: who deals with it, and the day of the step before. */
interface Way {
  readonly needId: string;
  readonly village: Village;
  readonly desk: string;
  readonly wish: Wish;
  at: number;
}

const hourMs = 3_600_000;
/** The last ones came the day before yesterday. */
const newest = windowDays - 2;
const oldest = windowDays - daysOfPhones + 3;
/** Of the other stations one in so many is told. */
const everyOf = 6;
/** Numbers of people who are on no file, apart from those who are. */
const strangersFrom = 90_000;

export class Needs {
  readonly #stamp: Stamp;
  readonly #steps: ReadonlyMap<number, readonly Step[]>;

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#stamp = stamp;
    const random = new Random(`needs ${plan.scale.name}`);
    const officer = plan.staff.find((one) => one.role === 'county-officer');
    const steps = plan.stations
      .filter((station) => station.open)
      .flatMap((station) => stepsOf(station, plan, officer, random));
    this.#steps = Map.groupBy(steps, (step) => step.index);
  }

  ofDay(work: DayOfWork): Said[] {
    const steps = (this.#steps.get(work.index) ?? []).toSorted((one, other) => one.hour - other.hour);
    return steps.map((step) => {
      const at = startOfDay(work.day) + step.hour * hourMs;
      return { actorId: step.actorId, at, envelopes: [this.#envelope(step, at)] };
    });
  }

  #envelope({ actorId, village, name, input }: Step, at: number): Envelope {
    const hints = [scopes.room(village.id), scopes.desk(village.station.id), scopes.self(actorId)];
    const received = name === 'needs.record' ? { receivedAt: at - hourMs / 6 } : {};
    return this.#stamp.command(name, { ...input, ...received }, at, hints);
  }
}

function stepsOf(station: Station, plan: CountyPlan, officer: Person | undefined, random: Random): Step[] {
  const here = plan.staff.filter((one) => one.station === station && one.lastDay === null);
  const desks = here.filter((one) => one.role === 'station-head' || one.role === 'station-worker');
  const villages = station.villages.filter((village) => village.quietDays < 30);
  const told = wishes.filter((_, at) => station.index === 0 || (at + station.index) % everyOf === 0);
  const taken = new Set<string>();
  let before: Way | null = null;
  return told.flatMap((wish, at) => {
    const desk = desks[at % desks.length];
    // Every other need of a station comes from its first village, so that one village has a list of its own.
    const village =
      wish.fate.kind === 'merged' && before ? before.village : villages[at % 2 === 0 ? 0 : at % villages.length];
    if (desk === undefined || village === undefined) return [];
    const index = oldest + Math.round((at * (newest - oldest)) / Math.max(1, told.length - 1));
    const needId = derivedId('demo need', `${plan.scale.name} ${station.index} ${at}`);
    const way: Way = { needId, village, desk: desk.userId, wish, at: index };
    const client = wish.who === 'neighbour' ? null : clientFor(wish, village, plan, taken);
    const steps = [recorded(way, client, here, officer, random), ...courseOf(way, before)];
    if (wish.fate.kind !== 'merged') before = way;
    return steps.filter((step) => step.index < windowDays);
  });
}

function clientFor(wish: Wish, village: Village, plan: CountyPlan, taken: Set<string>): Client | null {
  const here = (plan.population.ofVillage.get(village.id) ?? []).filter((one) => one.since < oldest - 1);
  const free = here.filter((one) => !taken.has(one.id) && (wish.channel !== '志愿者上报' || one.volunteer !== null));
  const found = free.find((one) => one.situation === wish.who) ?? free[0];
  if (found !== undefined) taken.add(found.id);
  return found ?? null;
}

/** Who writes it down: the hotline's clerk, the resident on the public page, a volunteer, whoever was at the door. */
function authorOf(
  wish: Wish,
  client: Client | null,
  way: Way,
  here: readonly Person[],
  officer: Person | undefined,
): string {
  if (wish.channel === '线上') return systemActor;
  if (wish.channel === '市长热线') return officer?.userId ?? way.desk;
  if (wish.channel === '志愿者上报') return client?.volunteer?.userId ?? way.desk;
  const villager = here.find((one) => one.role === 'village-worker' && one.village === way.village);
  return wish.channel === '上门走访' ? (villager?.userId ?? way.desk) : way.desk;
}

function recorded(
  way: Way,
  client: Client | null,
  here: readonly Person[],
  officer: Person | undefined,
  random: Random,
): Step {
  const { wish, village, needId } = way;
  const input = {
    ...{ needId, channel: wish.channel, kind: wish.kind, words: wish.words, roomId: village.id },
    ...{ clientId: client?.id ?? null, householdId: null, visitId: null, urgency: null },
    ...askerOf(wish, client, village, random),
    numberHash: wish.channel === '线上' ? hashFor(needId) : null,
  };
  const actorId = authorOf(wish, client, way, here, officer);
  return { index: way.at, hour: random.between(90, 190) / 10, actorId, village, name: 'needs.record', input };
}

function askerOf(wish: Wish, client: Client | null, village: Village, random: Random) {
  const name = () =>
    someone(random, surnameFor(random, village.people), 'adult', random.chance(0.5) ? 'male' : 'female');
  const named = client === null && wish.channel !== '问卷';
  const asker = named
    ? { askerName: name().name, askerPhone: clientPhone(strangersFrom + random.between(0, 9999)) }
    : null;
  const proxy = wish.proxy === true;
  return { askerName: null, askerPhone: null, ...asker, byProxy: proxy, proxyName: proxy ? name().name : null };
}

/** SHA-256 of an answer number that nobody was given: 64 digits. */
function hashFor(needId: string): string {
  return `${derivedId(needId, 'number')}${derivedId(needId, 'of it')}`.replaceAll('-', '');
}

/** What the desk does after it came in, each step on its day. */
function courseOf(way: Way, before: Way | null): Step[] {
  const { wish, needId, village, desk } = way;
  const step = (after: number, hour: number, name: string, input: object, actorId = desk): Step => {
    way.at += after;
    return { index: way.at, hour, actorId, village, name, input: { needId, ...input } };
  };
  const { fate } = wish;
  if (fate.kind === 'waits') return [];
  if (fate.kind === 'merged') return before ? [step(1, 9.2, 'needs.merge', { intoId: before.needId })] : [];
  const { kind, urgency, difficulty } = wish;
  const [mark, note] = wish.crisis ?? [];
  const judgedAs = {
    ...{ kind, urgency, difficulty, inPublicInterest: wish.common === true, achievable: fate.kind !== 'unmet' },
    crisis: mark === undefined ? null : { judged: mark, note },
  };
  const steps = [step(urgency === '紧急' || mark !== undefined ? 0 : 1, 19.5, 'needs.triage', judgedAs)];
  if (fate.kind === 'begun') steps.push(step(1, 10.5, 'needs.answer', { by: fate.by, note: fate.note, done: false }));
  if (fate.kind === 'unmet') steps.push(step(3, 11, 'needs.leave-unmet', { reason: fate.reason, note: fate.note }));
  if (fate.kind === 'withdrawn') steps.push(step(2, 11.5, 'needs.withdraw', { reason: fate.note }));
  if (fate.kind === 'answered') {
    steps.push(step(fate.after, 16, 'needs.answer', { by: fate.by, note: fate.note, done: true }));
    const [rating, whose] = fate.grade ?? [];
    if (rating !== undefined) {
      steps.push(step(2, 20, 'needs.rate', { rating }, whose === 'own' ? systemActor : desk));
    }
  }
  if (wish.told !== undefined) steps.push(step(0, 20.5, 'needs.publish', { words: wish.told }));
  return steps;
}
