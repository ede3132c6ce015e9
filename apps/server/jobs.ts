/**
 * What the program does by itself, by looking at what stands in the database: so that a restart, or a second process,
 * goes on where the first left off (law Z2). Each job acts through system commands that change nothing when run twice,
 * so two processes at once do no harm.
 */
import { addDays, dayOf, derivedId, startOfDay } from '@yimi/kernel';
import { openStates } from '@yimi/needs';
import { namedInSplit, SplitPart } from '@yimi/network';
import type { ServerEngine } from '@yimi/sync';
import { daysShown, liveStates } from '@yimi/volunteers';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Database } from './database.ts';
import { pushAsSystem, systemEnvelope } from './engine.ts';
import type { LogLine } from './http/app.ts';

export interface JobParts {
  readonly database: Database;
  readonly engine: ServerEngine;
  readonly now: () => number;
  readonly log: LogLine;
  /** Of no county: they have their turn every few seconds, however many counties a round goes through. */
  readonly ofHouse?: readonly { name: string; run: () => Promise<unknown> }[];
  /** Jobs of other rooms of the house, by name: sealing the audit, confirming files. */
  readonly others: readonly { name: string; run: (countyId: string) => Promise<unknown> }[];
}

/** Between two turns of what belongs to the whole house; a round over a country's counties takes minutes. */
const houseEveryMs = 4_000;

/** A command that no device made says so; the server's time of it is in the receipt. */
const noDeviceClock = 0;

/** People of one merged village moved in one command: a transaction well under a second. */
const chunk = 200;

/** Thirteen months: this month can be set beside the same month of last year, on the phone. */
const windowDays = 400;
const archiveChunk = 300;
/** As many as the command takes. */
const escalateChunk = 300;

/** Its number rises when an update has to bring every village into step once more: 2 brought special groups to care, 3 who took back their consent. */
const redating = 're-date/3';

const Old = z.array(z.object({ room: z.string(), ids: z.array(z.string()) }));
/** The longest that a phone may stay away before its history is doubted (law C5): until then, late work follows too. */
const daysOfLateWork = 90;

const Splits = z.array(
  z.object({
    ...{ id: z.string(), room_id: z.string(), parts: z.array(SplitPart), stay: z.array(z.string()) },
    ...{ from_day: z.string(), at: z.number() },
    state: z.enum(['moving', 'done']),
  }),
);
const Ids = z.array(z.object({ id: z.string() }));
const Rooms = z.array(z.object({ id: z.string(), into: z.string(), parent: z.string(), at: z.number() }));
const Marks = z.array(z.object({ id: z.string(), version: z.number() }));

export class Jobs {
  readonly #parts: JobParts;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #roundAt: number | null = null;
  #houseAgainAt = 0;
  /** Jobs whose last run failed, and since when. */
  readonly #failing = new Map<string, { since: number; code: string | null }>();

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  /** @param everyMs pause between two rounds */
  start(everyMs: number): void {
    const next = (): void => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => {
        this.#running = this.round()
          .catch((error: unknown) => this.#fault('round', error))
          .then(next);
      }, everyMs);
    };
    next();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  /** Of this process: each tells of its own rounds. */
  report() {
    const failing = [...this.#failing].map(([name, { since, code }]) => ({ name, since, code }));
    return { roundAt: this.#roundAt, failing };
  }

  #fault(job: string, error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    this.#failing.set(job, { since: this.#failing.get(job)?.since ?? this.#parts.now(), code });
    this.#parts.log({ at: 'job', job, error: error instanceof Error ? error.name : 'unknown', code });
  }

  /** One round over all counties; a job that fails is told of and tried again in the next round. */
  async round(): Promise<void> {
    const found = await this.#parts.database.outsideCounties((trx) =>
      sql`select id from public.counties c
        where not exists (select from engine.moves m where m.county_id = c.id)`.execute(trx),
    );
    const counties = Ids.parse(found.rows);
    const failed = new Set<string>();
    for (const { id: countyId } of counties) {
      await this.#turnOfHouse(failed);
      const jobs = [
        { name: 'move-merged', run: (county: string) => this.moveMerged(county) },
        { name: 'move-split', run: (county: string) => this.moveSplit(county) },
        { name: 're-date', run: (county: string) => this.redate(county) },
        { name: 'archive', run: (county: string) => this.archive(county) },
        { name: 'escalate', run: (county: string) => this.escalate(county) },
        { name: 'expire-offers', run: (county: string) => this.expireOffers(county) },
        ...this.#parts.others,
      ];
      for (const job of jobs)
        await job.run(countyId).catch((error: unknown) => {
          failed.add(job.name);
          this.#fault(job.name, error);
        });
    }
    for (const name of this.#failing.keys()) if (!failed.has(name)) this.#failing.delete(name);
    this.#roundAt = this.#parts.now();
  }

  async #turnOfHouse(failed: Set<string>): Promise<void> {
    if (performance.now() < this.#houseAgainAt) return;
    this.#houseAgainAt = performance.now() + houseEveryMs;
    for (const job of this.#parts.ofHouse ?? [])
      await job.run().catch((error: unknown) => {
        failed.add(job.name);
        this.#fault(job.name, error);
      });
  }

  /** Villages that were merged: their people follow, in chunks (law S10). */
  async moveMerged(countyId: string): Promise<void> {
    const { database } = this.#parts;
    for (;;) {
      const found = await database.inCounty(countyId, (trx) =>
        sql`select r.id, r.merged_into as into, r.merged_by as parent, r.merged_at as at from network.rooms r
          where r.merged_into is not null and exists (select 1 from people.clients c where c.room_id = r.id)
          limit 1`.execute(trx),
      );
      const [room] = Rooms.parse(found.rows);
      if (room === undefined) return;
      const people = await database.inCounty(countyId, (trx) =>
        sql`select id from people.clients where room_id = ${room.id} order by id limit ${chunk}`.execute(trx),
      );
      const clientIds = Ids.parse(people.rows).map((row) => row.id);
      // Parent and first person name the chunk, and nothing in it depends on when it runs: two processes send the same.
      const id = derivedId(room.parent, `move/${clientIds[0] ?? ''}`);
      const input = { clientIds, fromRoomId: room.id, toRoomId: room.into, fromDay: dayOf(room.at) };
      const envelope = systemEnvelope('people.move-clients', input, room.at, id);
      const outcome = await pushAsSystem(this.#parts.engine, countyId, envelope);
      if (outcome.status !== 'accepted') return;
    }
  }

  /** Villages that were parted: who was named follows, by hamlet or one by one, in chunks (law S10). */
  async moveSplit(countyId: string): Promise<void> {
    const { database, engine, now } = this.#parts;
    const since = startOfDay(addDays(dayOf(now()), -daysOfLateWork));
    const found = await database.inCounty(countyId, (trx) =>
      sql`select id, room_id, parts, stay, from_day, at, state from network.splits where state = 'moving' or at > ${since}
        order by at, id`.execute(trx),
    );
    for (const split of Splits.parse(found.rows)) {
      for (const part of split.parts) if (!(await this.#movePart(countyId, split, part))) return;
      if (split.state === 'done') continue;
      const id = derivedId(split.id, 'finish');
      const finish = systemEnvelope('network.finish-split', { splitId: split.id }, split.at, id);
      await pushAsSystem(engine, countyId, finish);
    }
  }

  /** @returns false if it was refused, and is tried again in the next round */
  async #movePart(countyId: string, split: z.infer<typeof Splits>[number], part: SplitPart): Promise<boolean> {
    const { database, engine } = this.#parts;
    // Who was brought back by a person has been in the new village already, and stays where the person put them.
    const been = JSON.stringify([{ roomId: part.roomId }]);
    const named = namedInSplit(split);
    for (;;) {
      const found = await database.inCounty(countyId, (trx) =>
        sql`select id from people.clients where room_id = ${split.room_id}
          and (id = any(${part.clientIds}::uuid[]) or (hamlet = any(${part.hamlets}) and not id = any(${named}::uuid[])))
          and not room_history @> ${been}::jsonb order by id limit ${chunk}`.execute(trx),
      );
      const clientIds = Ids.parse(found.rows).map((row) => row.id);
      if (clientIds.length === 0) return true;
      const id = derivedId(split.id, `move/${part.roomId}/${clientIds[0] ?? ''}`);
      const input = { clientIds, fromRoomId: split.room_id, toRoomId: part.roomId, fromDay: split.from_day };
      const outcome = await pushAsSystem(engine, countyId, systemEnvelope('people.move-clients', input, split.at, id));
      if (outcome.status !== 'accepted') return false;
    }
  }

  /** Villages whose rule or station changed since they were last brought into step (law N2). */
  async redate(countyId: string): Promise<void> {
    const { database, engine } = this.#parts;
    const found = await database.inCounty(countyId, (trx) =>
      sql`select r.id, greatest(r.version, coalesce((select max(version) from services.due_rules), 0)) as version
        from network.rooms r left join engine.job_marks m on m.job = ${redating} and m.key = r.id
        where greatest(r.version, coalesce((select max(version) from services.due_rules), 0)) > coalesce(m.version, 0)`.execute(
        trx,
      ),
    );
    for (const room of Marks.parse(found.rows)) {
      // The version that asks for it names it: a second process, or a second try, sends the very same command.
      const id = derivedId(room.id, `${redating}/${room.version}`);
      const envelope = systemEnvelope('services.re-date-room', { roomId: room.id }, noDeviceClock, id);
      const outcome = await pushAsSystem(engine, countyId, envelope);
      if (outcome.status !== 'accepted') continue;
      await database.inCounty(countyId, (trx) =>
        sql`insert into engine.job_marks (job, key, version) values (${redating}, ${room.id}, ${room.version})
          on conflict (county_id, job, key) do update set version = excluded.version`.execute(trx),
      );
    }
  }

  /** Records older than the window leave the phones, one chunk of each village a round (law S7). */
  async archive(countyId: string): Promise<void> {
    const { database, engine, now } = this.#parts;
    const fromDay = addDays(dayOf(now()), -windowDays);
    const found = await database.inCounty(countyId, (trx) =>
      sql`select held_in as room, (array_agg(id))[1:${sql.lit(archiveChunk)}] as ids from services.visits
        where not archived and occurred_on < ${fromDay} group by held_in`.execute(trx),
    );
    for (const { room, ids } of Old.parse(found.rows)) {
      const input = { roomId: room, fromDay, visitIds: ids };
      await pushAsSystem(engine, countyId, systemEnvelope('services.archive-visits', input, now()));
    }
  }

  /** Needs that nobody answered by their day go to the head station, once (需求过期上报). */
  async escalate(countyId: string): Promise<void> {
    const { database, engine, now } = this.#parts;
    const today = dayOf(now());
    const found = await database.inCounty(countyId, (trx) =>
      sql`select id from needs.needs where state = any(${openStates}::text[]) and due_on < ${today}
        and escalated_on is null order by due_on limit ${sql.lit(escalateChunk)}`.execute(trx),
    );
    const needIds = Ids.parse(found.rows).map(({ id }) => id);
    if (needIds.length === 0) return;
    await pushAsSystem(engine, countyId, systemEnvelope('needs.escalate', { today, needIds }, now()));
  }

  /** Whom a station asked and who has not answered by the day: they have not agreed. What has ended for a week leaves the phones; what should be on one and is not comes there. */
  async expireOffers(countyId: string): Promise<void> {
    const { database, engine, now } = this.#parts;
    const today = dayOf(now());
    const found = await database.inCounty(countyId, (trx) =>
      sql`select o.id from volunteers.offers o
        left join volunteers.own_offers w on w.county_id = o.county_id and w.id = o.id
        left join volunteers.profiles p on p.county_id = o.county_id and p.id = o.helper_id
        where (o.state = 'offered' and o.answer_by < ${today})
          or (w.id is not null and o.state <> all(${liveStates}::text[])
            and coalesce(o.ended_on, o.answered_on, o.answer_by) < ${addDays(today, -daysShown)})
          or (w.id is null and p.with_account and o.state = any(${liveStates}::text[]))
        order by o.answer_by limit ${sql.lit(escalateChunk)}`.execute(trx),
    );
    const offerIds = Ids.parse(found.rows).map(({ id }) => id);
    if (offerIds.length === 0) return;
    await pushAsSystem(engine, countyId, systemEnvelope('volunteers.expire-offers', { today, offerIds }, now()));
  }
}
