/**
 * Somebody at work over HTTP when the blow falls: visits in batches, a photo with some of them, as fast as the server
 * answers. What was acknowledged is remembered; afterwards it is asked for, and what had no answer is sent again (law C3).
 * A replica that was filled before the blow is brought up to date after it, so that a server which forgot something it
 * had acknowledged would be found by its set-hash too (law S3).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Envelope } from '@yimi/protocol';
import { WireProblem } from '@yimi/protocol';
import { ownVisits } from '@yimi/services';
import type { Replica } from '@yimi/sync';
import { jpeg, Sender, sha256Of } from '../../apps/server/files/trial-files.ts';
import { HttpPhone, NotAnswered } from '../e2e/http-phone.ts';
import { password } from '../e2e/small-house.ts';
import { Dice, seedOf } from '../simulation/dice.ts';
import { named } from '../world/world.ts';

const batchSize = 3;
/** A photo of the size that a phone sends, and smaller ones. */
const photoBytes = { least: 4_000, most: 300_000 };
/** Between two batches, as a queue of phones leaves it; without a pause one hand would keep a core busy. */
const breathMs = 8;
/** A server that was killed, and its database, are back well before. */
const backWithinMs = 90_000;

/** How an attack in rounds is ordered, and where it tells how far it is. */
export interface Rounds {
  readonly rounds: number;
  readonly seed: number;
  readonly tell: (text: string) => void;
}

interface Told {
  readonly envelope: Envelope;
  readonly visitId: string;
  readonly findings: string;
  readonly photo: Buffer | null;
}

export class Hand {
  readonly #phone: HttpPhone;
  readonly #files: Sender;
  readonly #dice: Dice;
  readonly #replica: Replica;
  readonly #visits = new Map<string, string>();
  readonly #photos = new Set<string>();
  #unseenPhotos: string[] = [];
  #unsure: Told[] = [];
  #told = 0;

  private constructor(phone: HttpPhone, files: Sender, dice: Dice, replica: Replica) {
    this.#phone = phone;
    this.#files = files;
    this.#dice = dice;
    this.#replica = replica;
  }

  static async at(origin: string, login: string, dice: Dice): Promise<Hand> {
    const phone = await HttpPhone.signIn(origin, login, password);
    return new Hand(phone, new Sender(origin, phone.cookie), dice, await phone.fresh());
  }

  /** Several people at one server, each with dice of their own. */
  static crew(origin: string, logins: readonly string[], seed: number): Promise<Hand[]> {
    return Promise.all(logins.map((login) => Hand.at(origin, login, new Dice(seedOf(seed, login)))));
  }

  get acknowledged(): { visits: number; photos: number } {
    return { visits: this.#visits.size, photos: this.#photos.size };
  }

  /** Until the line breaks or the signal comes. What a broken line left open is unsure from then on. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const batch = Array.from({ length: batchSize }, (_, at) => this.#visit(at === 0 && this.#dice.chance(0.5)));
      const sent = await this.#send(batch).catch((error: unknown) => {
        if (error instanceof NotAccepted) throw error;
        return false;
      });
      if (!sent) return;
      await pause(breathMs);
    }
  }

  /** One try with a photo. @returns the code of the Problem it met, `cut` for a broken line, `taken` when all went well */
  async toldNow(): Promise<string> {
    try {
      return (await this.#send([this.#visit(true)])) ? 'taken' : 'no photo';
    } catch (error) {
      if (error instanceof NotAccepted) throw error;
      const read = WireProblem.safeParse(error instanceof NotAnswered ? error.said : null);
      return read.success ? read.data.code : 'cut';
    }
  }

  #visit(withPhoto: boolean): Told {
    const now = Date.now();
    this.#told += 1;
    const photo = withPhoto ? jpeg(this.#dice.between(photoBytes.least, photoBytes.most)) : null;
    const visitId = this.#phone.newId();
    const findings = `第 ${this.#told} 次去看`;
    const about = { kind: 'photo', mime: 'image/jpeg', takenAt: now, name: null, place: null };
    const files =
      photo === null ? [] : [{ ...about, id: this.#phone.newId(), sha256: sha256Of(photo), bytes: photo.length }];
    const input = {
      visitId,
      clientId: named('client'),
      visitedAt: now,
      mode: 'home',
      result: 'home',
      findings,
      needs: [],
      files,
    };
    return { envelope: this.#phone.envelope('services.record-visit', input), visitId, findings, photo };
  }

  /** @returns false where the line broke or the server refused to take anything now: nothing was promised */
  async #send(batch: readonly Told[]): Promise<boolean> {
    // Noted before it goes out: whatever happens from here on, it is either acknowledged or unsure.
    this.#unsure.push(...batch);
    const { outcomes } = await this.#phone.push(batch.map(({ envelope }) => envelope));
    const wrong = outcomes.filter(({ status }) => status !== 'accepted');
    if (wrong.length > 0) throw new NotAccepted(wrong.map(({ status, problem }) => `${status} ${problem?.code}`));
    for (const { visitId, findings } of batch) this.#visits.set(visitId, findings);
    for (const { photo } of batch) {
      if (photo === null || this.#photos.has(sha256Of(photo))) continue;
      if ((await this.#files.send(photo)).status !== 204) return false;
      this.#photos.add(sha256Of(photo));
      this.#unseenPhotos.push(sha256Of(photo));
    }
    this.#unsure = this.#unsure.filter((told) => !batch.includes(told));
    return true;
  }

  /** After the blow. @returns what was acknowledged and is not there, in words */
  async missing(): Promise<string[]> {
    await this.#synced(this.#replica);
    const lost = [...this.#missingIn(this.#replica), ...(await this.#missingPhotos(this.#unseenPhotos))];
    this.#unseenPhotos = [];
    await this.#sendAgain();
    await this.#synced(this.#replica);
    return [...lost, ...this.#notOnce(this.#replica)];
  }

  /** The same for a phone that holds nothing yet, and for every photo of the whole run. */
  async missingAnew(): Promise<string[]> {
    const fresh = await this.#phone.fresh();
    return [...this.#missingIn(fresh), ...this.#notOnce(fresh), ...(await this.#missingPhotos([...this.#photos]))];
  }

  /** Until the server answers again: a database that recovers from a kill takes its time, and says so with 503. */
  async #synced(replica: Replica): Promise<void> {
    for (const begun = Date.now(); ; await pause(100)) {
      try {
        const { diverged } = await replica.sync();
        if (diverged.length > 0) throw new Error(`the server forgot something of ${diverged.join(', ')}`);
        return;
      } catch (error) {
        if (Date.now() - begun > backWithinMs) throw error;
      }
    }
  }

  #missingIn(replica: Replica): string[] {
    const held = new Map(replica.rows(ownVisits).map((row) => [row.id, row.findings]));
    const lost = [...this.#visits].filter(([id, findings]) => held.get(id) !== findings);
    return lost.map(([id, findings]) => `the visit ${id} (${findings})`);
  }

  /** C3: sent again until it is answered, and whatever became of it, it has now happened once. */
  async #sendAgain(): Promise<void> {
    const open = this.#unsure.splice(0);
    if (open.length === 0) return;
    if (!(await this.#send(open))) throw new Error('the server is up again and does not take a photo');
  }

  #notOnce(replica: Replica): string[] {
    const rows = replica.rows(ownVisits);
    const strange = rows.filter((row) => !this.#visits.has(row.id)).map((row) => `nobody sent the visit ${row.id}`);
    return new Set(rows.map((row) => row.id)).size === rows.length ? strange : [...strange, 'a visit is there twice'];
  }

  async #missingPhotos(hashes: readonly string[]): Promise<string[]> {
    const lost: string[] = [];
    for (const sha256 of hashes) {
      const { status, bytes } = await this.#files.get(`/api/files/${sha256}`);
      if (status !== 200 || sha256Of(bytes) !== sha256) lost.push(`the photo ${sha256} (${status})`);
    }
    return lost;
  }
}

/** What is sent here is right: a refusal, or an answer "later" with 200, is a fault and no broken line. */
class NotAccepted extends Error {
  constructor(said: readonly string[]) {
    super(`not accepted: ${said.join(', ')}`);
  }
}
