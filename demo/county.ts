/**
 * The demo county as the server would have received it: batches of commands in the order of the virtual time at which
 * they came. Places, posts and people are set up by the program itself; each visit comes from the phone of its author, a
 * few days' or weeks' worth at a time, as phones come back to the network; the station reads and asks; authors answer.
 */

import type { Day } from '@yimi/kernel';
import { addDays, startOfDay } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import { maxBatch } from '@yimi/protocol';
import { systemActor } from '@yimi/sync';
import type { DayOfWork } from './calendar.ts';
import { daysOfPhones, firstDay, windowDays } from './calendar.ts';
import { Helpers } from './helpers.ts';
import { Ledger } from './ledger.ts';
import { Needs } from './needs.ts';
import type { CountyPlan } from './plan.ts';
import { planCounty } from './plan.ts';
import { Random } from './random.ts';
import { Reading } from './reading.ts';
import type { Signing } from './report.ts';
import { lateVisit, signing } from './report.ts';
import { Rounds } from './rounds.ts';
import type { Options } from './scale.ts';
import { openingEnvelopes, registration } from './set-up.ts';
import type { Person } from './staff.ts';
import { Stamp } from './stamp.ts';
import { Surveys } from './surveys.ts';
import type { Refusal } from './trays.ts';
import { deliberate } from './trays.ts';
import type { Said } from './trips.ts';
import { Trips } from './trips.ts';
import { withdrawals } from './words/findings.ts';
import type { PlannedVisit } from './year.ts';
import { Year } from './year.ts';

export interface Batch {
  /** The server's clock when the batch arrives; never falls. */
  readonly at: number;
  readonly actorId: string;
  /**
   * The station within which all of it lies; null for what the program does across stations. Batches of different
   * stations touch no common scope and may be pushed side by side; one without a station waits for all before it.
   */
  readonly lane: string | null;
  readonly envelopes: readonly Envelope[];
  /** Commands of this batch that the engine refuses, on purpose: what the tray is for. */
  readonly refused: readonly Refusal[];
  /** A report that is signed before this batch comes, so that what it brings stands as come since (law N5). */
  readonly signs: Signing | null;
  /** The evening of this upload: what phones of a station send then has nothing to do with each other, in whatever order. */
  readonly evening: Day | null;
}

const hour = 3_600_000;
const firstDayOfPhones = windowDays - daysOfPhones;
/** Each carries a hundred visits. */
const commandsOfLedger = 5;
/** Before the last four weeks phones upload seldom, to keep the batches few; then as people really do. */
const regularDays = 336;
const lastUploads = { worker: [350, 358, 362, 365], village: [355, 362, 365] } as const;

function uploads(every: number, last: readonly number[]): ReadonlySet<number> {
  const days = new Set(last);
  for (let day = every; day <= regularDays; day += every) days.add(day);
  return days;
}

export function* demoCounty(options: Options): Generator<Batch> {
  yield* new Telling(options).tell();
}

class Telling {
  readonly #plan: CountyPlan;
  readonly #today: Day;
  readonly #stamp: Stamp;
  readonly #random: Random;
  readonly #year: Year;
  readonly #reading: Reading;
  readonly #ledger: Ledger;
  readonly #trips: Trips;
  readonly #needs: Needs;
  readonly #helpers: Helpers;
  readonly #surveys: Surveys;
  readonly #rounds: Rounds;
  /** What each author has on the phone and has not sent yet. */
  readonly #unsent = new Map<Person, PlannedVisit[]>();
  readonly #workerUploads: ReadonlySet<number>;
  readonly #villageUploads: ReadonlySet<number>;
  readonly #lanes: ReadonlyMap<string, string | null>;
  readonly #comers: { since: number; at: number }[];

  constructor(options: Options) {
    const plan = planCounty(options);
    const { stations, staff, population, scale } = plan;
    this.#plan = plan;
    this.#today = options.today;
    this.#random = new Random(`writing ${scale.name}`);
    this.#stamp = new Stamp(this.#random);
    this.#year = new Year(stations, staff, population, scale, options.today);
    this.#reading = new Reading(plan, this.#stamp);
    this.#ledger = new Ledger(plan, this.#stamp);
    // Streams of their own: whoever adds a trip or a need leaves everything else as it was.
    this.#trips = new Trips(plan, new Stamp(new Random(`trips ${scale.name}`)));
    this.#needs = new Needs(plan, new Stamp(new Random(`needs' commands ${scale.name}`)));
    this.#helpers = new Helpers(plan, new Stamp(new Random(`helpers' commands ${scale.name}`)));
    this.#surveys = new Surveys(plan, new Stamp(new Random(`surveys' commands ${scale.name}`)));
    this.#rounds = new Rounds(plan, new Stamp(new Random(`rounds' commands ${scale.name}`)));
    this.#workerUploads = uploads(scale.workerUploadDays, lastUploads.worker);
    this.#villageUploads = uploads(scale.villageUploadDays, lastUploads.village);
    this.#lanes = new Map(staff.map((person) => [person.userId, person.station?.id ?? null]));
    // Newcomers in the order in which they were registered in the course of the year.
    this.#comers = population.clients.map(({ since }, at) => ({ since, at })).filter(({ since }) => since >= 0);
    this.#comers.sort((one, other) => one.since - other.since || one.at - other.at);
  }

  *tell(): Generator<Batch> {
    yield* this.#open();
    for (const work of this.#year.days) {
      if (work.index < firstDayOfPhones) {
        for (const visit of this.#year.visitsOf(work)) this.#ledger.enter(visit);
        continue;
      }
      if (work.index === firstDayOfPhones) yield* this.#takeUp(work.index, work.day);
      const morning = startOfDay(work.day);
      if (this.#workerUploads.has(work.index) || this.#villageUploads.has(work.index)) {
        for (const { actorId, envelopes } of this.#reading.session(work, morning + 8.5 * hour)) {
          yield* this.#batches(actorId, envelopes, morning + 8.5 * hour);
        }
      }
      const visits = this.#year.visitsOf(work);
      for (const said of this.#daysWork(work, visits)) yield* this.#said(said);
      for (const visit of visits) {
        const unsent = this.#unsent.get(visit.author);
        if (unsent === undefined) this.#unsent.set(visit.author, [visit]);
        else unsent.push(visit);
      }
      yield* this.#evening(work.index, work.day);
    }
    const eve = startOfDay(addDays(this.#today, -1)) + 21 * hour;
    for (const said of this.#trips.eve(this.#today, eve)) yield* this.#said(said);
    yield* this.#signed(eve + hour);
  }

  /** The head signs the month that is over; then a phone that was away brings one more visit of it. */
  *#signed(at: number): Generator<Batch> {
    const signs = signing(this.#plan, this.#today, at);
    const late = signs === null ? null : lateVisit(this.#plan, signs, this.#stamp);
    if (late === null) return;
    for (const batch of this.#batches(late.actorId, [late.envelope], at + hour / 2)) yield { ...batch, signs };
  }

  /** What is not a visit, in the order of the day. */
  #daysWork(work: DayOfWork, visits: readonly PlannedVisit[]): Said[] {
    const parts = [
      ...[this.#trips.ofDay(work, visits), this.#helpers.ofDay(work), this.#needs.ofDay(work)],
      ...[this.#surveys.ofDay(work), this.#rounds.ofDay(work)],
    ];
    return parts.flat().toSorted((one, other) => one.at - other.at);
  }

  #said({ actorId, envelopes, at }: Said): Generator<Batch> {
    return this.#batches(actorId, envelopes, at);
  }

  /** Everything a day before the first visit: places, posts, and the people known from the start. */
  *#open(): Generator<Batch> {
    const at = startOfDay(addDays(firstDay(this.#today), -1)) + 9 * hour;
    yield* this.#batches(systemActor, openingEnvelopes(this.#plan, this.#stamp, at, this.#today), at);
    const known = this.#plan.population.clients.filter((client) => client.since < 0);
    yield* this.#batches(
      systemActor,
      known.map((client) => registration(client, this.#stamp, at)),
      at + hour,
    );
  }

  /** The day on which the stations took up Yimi: who came during the year is registered, who left has left, ledgers come in. */
  *#takeUp(index: number, day: Day): Generator<Batch> {
    const morning = startOfDay(day) + 7 * hour;
    yield* this.#batches(systemActor, this.#newcomers(index - 1, morning), morning);
    for (const { stationId, envelopes } of this.#ledger.imports(morning, day)) {
      yield* this.#batches(systemActor, envelopes, morning, [], { size: commandsOfLedger, lane: stationId });
    }
    const gone = this.#plan.staff.filter((person) => person.lastDay !== null && person.lastDay < day);
    yield* this.#batches(
      systemActor,
      gone.map((person) => this.#stamp.endPost(person, person.lastDay ?? day, morning)),
      morning,
    );
  }

  #newcomers(index: number, at: number): Envelope[] {
    const fresh: Envelope[] = [];
    while ((this.#comers[0]?.since ?? windowDays) <= index) {
      const client = this.#plan.population.clients[this.#comers.shift()?.at ?? 0];
      if (client !== undefined) fresh.push(registration(client, this.#stamp, at));
    }
    return fresh;
  }

  *#evening(index: number, day: Day): Generator<Batch> {
    const workers = this.#workerUploads.has(index + 1);
    const village = this.#villageUploads.has(index + 1);
    const leavers = this.#plan.staff.filter((person) => person.lastDay === day);
    const due = this.#plan.staff.filter((person) => {
      const atStation = person.role === 'station-worker' || person.role === 'station-head';
      return leavers.includes(person) || (atStation ? workers : village);
    });
    if (due.length === 0) return;
    const evening = startOfDay(day) + 20 * hour;
    yield* this.#batches(systemActor, this.#newcomers(index, evening), evening);
    const arrived: Envelope[] = [];
    for (const person of due) {
      for (const batch of this.#upload(person, evening, arrived, index)) yield { ...batch, evening: day };
    }
    yield* this.#batches(systemActor, arrived, evening);
    const ended = leavers.map((person) => this.#stamp.endPost(person, day, evening));
    yield* this.#batches(systemActor, ended, evening);
  }

  *#upload(person: Person, evening: number, arrived: Envelope[], index: number): Generator<Batch> {
    const visits = this.#unsent.get(person) ?? [];
    this.#unsent.delete(person);
    const envelopes = this.#reading.answers(person, evening, index);
    for (const visit of visits) {
      envelopes.push(this.#stamp.visit(visit));
      if (visit.repeated) envelopes.push(this.#stamp.withdrawal(visit, this.#random.pick(withdrawals), evening));
      else this.#reading.take(visit);
      if (visit.photo !== null) arrived.push(this.#stamp.arrival(visit, evening));
    }
    const refusals = index + 1 === windowDays ? deliberate(person, this.#plan, this.#stamp, evening) : [];
    yield* this.#batches(person.userId, [...envelopes, ...refusals.map((one) => one.envelope)], evening, refusals);
  }

  *#batches(
    actorId: string,
    envelopes: readonly Envelope[],
    wanted: number,
    refused: readonly Refusal[] = [],
    { size, lane }: { size: number; lane: string | null } = { size: maxBatch, lane: this.#lanes.get(actorId) ?? null },
  ): Generator<Batch> {
    for (let from = 0; from < envelopes.length; from += size) {
      const part = envelopes.slice(from, from + size);
      const ids = new Set(part.map((one) => one.id));
      yield {
        at: this.#stamp.arrive(wanted),
        actorId,
        lane,
        envelopes: part,
        refused: refused.filter((one) => ids.has(one.envelope.id)),
        signs: null,
        evening: null,
      };
    }
  }
}
