/**
 * A valley of volunteers' phones: ten stations, thirty villages, one person to visit for each phone. Each phone is the
 * real replica with its outbox over HTTP, and tries again when the phone app's own rule says so; only its screen is missing.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { derivedId, isProblem } from '@yimi/kernel';
import { WireProblem } from '@yimi/protocol';
import type { Replica, SyncReport } from '@yimi/sync';
import { retryDelay } from '../../apps/phone/device/sync-loop.ts';
import { addAccounts, createCounty, hashPassword } from '../../apps/server/accounts/index.ts';
import { pushAsSystem, systemEnvelope } from '../../apps/server/engine.ts';
import { openCellar } from '../../apps/server/house.ts';
import { HttpPhone, NotAnswered } from '../e2e/http-phone.ts';
import { password } from '../e2e/small-house.ts';
import { newClient } from '../world/world.ts';

const named = (label: string): string => derivedId('valley', label);
const countyId = named('county');
const stations = 10;
const villages = 30;
/** The pepper's real cost would make three hundred sign-ins the longest part of the run; what is measured comes after them. */
const cheap = { log: 10, r: 8, p: 1 };

export async function furnishValley(data: string, phones: number): Promise<void> {
  const cellar = await openCellar({ data, databaseUrl: null }, () => undefined);
  if (isProblem(cellar)) throw new Error(cellar.code);
  const give = async (name: string, input: unknown): Promise<void> => {
    const outcome = await pushAsSystem(cellar.engine, countyId, systemEnvelope(name, input, cellar.now()));
    if (outcome.status !== 'accepted') throw new Error(`${name}: ${outcome.problem?.code}`);
  };
  try {
    const clock = { now: cellar.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
    await createCounty(cellar.owner, clock, { name: '河谷县', code: '459903', countyId });
    for (let at = 0; at < stations; at++) {
      const code = `459903${201 + at}000`;
      await give('network.add-station', {
        stationId: named(`station ${at}`),
        name: `第${at}站`,
        code,
        state: 'open',
        phone: null,
      });
    }
    const fromDay = '2025-01-01';
    for (let at = 0; at < villages; at++) {
      const code = `459903${201 + (at % stations)}${201 + at}`;
      const of = { roomId: named(`room ${at}`), stationId: named(`station ${at % stations}`) };
      await give('network.add-room', { ...of, name: `第${at}村`, code, minutesAway: 30, fromDay });
    }
    const hash = await hashPassword(password, cellar.secrets.pepper, randomBytes(16), cheap);
    if (isProblem(hash)) throw new Error(hash.code);
    const people = Array.from({ length: phones }, (_, at) => ({ login: `phone${at}`, at }));
    for (const { login, at } of people) {
      const place = {
        stationId: named(`station ${(at % villages) % stations}`),
        roomId: named(`room ${at % villages}`),
      };
      const post = { postId: named(`post ${login}`), userId: named(login), name: login, phone: null, agencyId: null };
      await give('network.open-post', { ...post, ...place, role: 'hamlet-volunteer', fromDay });
      const about = { roomId: place.roomId, assigneeId: named(login), phone: null };
      await give('people.register-client', newClient(named(`client of ${login}`), about));
    }
    const officer = { postId: named('post officer'), userId: named('officer'), name: '吴正', phone: null };
    await give('network.open-post', {
      ...officer,
      role: 'county-officer',
      stationId: null,
      roomId: null,
      agencyId: null,
      fromDay,
    });
    const accounts = [...people.map(({ login }) => login), 'officer'].map((login) => ({
      ...{ userId: named(login), login, phone: null, name: login },
    }));
    await addAccounts(cellar, countyId, accounts, hash);
  } finally {
    await cellar.close();
  }
}

/** What all phones of a run were told. */
export class Tally {
  readonly latencies: number[] = [];
  /** By the code of the Problem, or by the word `cut` where the line broke. */
  readonly turnedAway: Record<string, number> = {};
  most = 0;
  #open = 0;

  async count<T>(work: () => Promise<T>): Promise<T> {
    const at = performance.now();
    this.#open += 1;
    this.most = Math.max(this.most, this.#open);
    try {
      const told = await work();
      this.latencies.push(performance.now() - at);
      return told;
    } catch (error) {
      const code = error instanceof NotAnswered ? (problemOf(error)?.code ?? `${error.status}`) : 'cut';
      this.turnedAway[code] = (this.turnedAway[code] ?? 0) + 1;
      throw error;
    } finally {
      this.#open -= 1;
    }
  }

  percentile(share: number): number {
    const sorted = this.latencies.toSorted((one, other) => one - other);
    return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  }
}

function problemOf(error: NotAnswered) {
  const read = WireProblem.safeParse(error.said);
  return read.success ? read.data : null;
}

export class ValleyPhone {
  readonly #replica: Replica;
  readonly #login: string;
  tries = 0;

  private constructor(replica: Replica, login: string) {
    this.#replica = replica;
    this.#login = login;
  }

  /** @param tally where its requests are counted from now on */
  static async signIn(origin: string, at: number, tally: { now: Tally }): Promise<ValleyPhone> {
    const login = `phone${at}`;
    const phone = await HttpPhone.signIn(origin, login, password);
    const replica = await phone.fresh((work) => tally.now.count(work));
    return new ValleyPhone(replica, login);
  }

  async recordOffline(visits: number): Promise<void> {
    for (let at = 0; at < visits; at++) {
      const about = {
        clientId: named(`client of ${this.#login}`),
        visitedAt: Date.now(),
        mode: 'home',
        result: 'home',
      };
      const told = { findings: `断网时第 ${at} 次`, needs: [], files: [] };
      const entry = await this.#replica.record('services.record-visit', {
        visitId: this.#replica.newId(),
        ...about,
        ...told,
      });
      if (isProblem(entry)) throw new Error(entry.code);
    }
  }

  get unsent(): number {
    return this.#replica.entries.filter(({ state }) => state !== 'settled').length;
  }

  /** Syncs until nothing is left to send, waiting after each failure as the app does. @returns when it was done */
  async untilSent(): Promise<number> {
    for (let failures = 0; ; ) {
      this.tries += 1;
      try {
        const report: SyncReport = await this.#replica.sync();
        if (report.refused > 0 || report.diverged.length > 0) throw new Error(`refused ${report.refused}`);
        if (this.unsent === 0) return performance.now();
        failures = 0;
      } catch (error) {
        if (!(error instanceof NotAnswered) && !(error instanceof TypeError)) throw error;
        failures += 1;
        const asked = error instanceof NotAnswered ? problemOf(error)?.details.waitSeconds : undefined;
        await pause(retryDelay(failures, Math.random(), asked));
      }
    }
  }
}
