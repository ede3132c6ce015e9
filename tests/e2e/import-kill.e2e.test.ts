/**
 * Laws C3 and S10 on the whole program: the server is killed with -9 while it imports a ledger, more than once, and started
 * again. The import goes on from where it was, by itself, and every row has been taken once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { idOf } from '../ledgers/people.ts';
import { place } from '../world/world.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';
import { furnish, password } from './small-house.ts';

const rows = 1_500;
/** Of progress, at which the blow falls. */
const blows = [150, 700];

let data = '';
let house: RunningHouse | null = null;

const Sent = z.looseObject({ fileId: z.string() });
const Looked = z.looseObject({ choices: z.looseObject({ consent: z.boolean() }) });
const Page = z.looseObject({
  state: z.string(),
  counts: z.nullable(z.record(z.string(), z.number())),
  undoCounts: z.nullable(z.record(z.string(), z.number())),
  progress: z.object({ done: z.number(), of: z.number() }),
});
const People = z.looseObject({ total: z.number() });

/** The desk's questions, over HTTP. */
class Asker {
  readonly #origin: string;
  readonly #cookie: string;

  private constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async signIn(origin: string): Promise<Asker> {
    const answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yimi': '1' },
      body: JSON.stringify({ login: 'shi', password }),
    });
    return new Asker(origin, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  async ask<T>(of: z.ZodType<T>, path: string, body?: object | Buffer): Promise<T> {
    const file = Buffer.isBuffer(body);
    const type = file ? 'application/octet-stream' : 'application/json';
    const headers = { 'x-yimi': '1', cookie: this.#cookie, ...(body === undefined ? {} : { 'content-type': type }) };
    const sent = body === undefined ? {} : { method: 'POST', body: file ? new Uint8Array(body) : JSON.stringify(body) };
    const answer = await fetch(`${this.#origin}${path}`, { headers, ...sent });
    return of.parse(await answer.json());
  }
}

function ledger(): Buffer {
  const lines = Array.from({ length: rows }, (_, at) => {
    const name = `韦${String.fromCharCode(0x4e00 + (at % 400))}${String.fromCharCode(0x5200 + Math.floor(at / 400))}`;
    const birth = `${1930 + (at % 60)}${String(1 + (at % 12)).padStart(2, '0')}${String(1 + (at % 28)).padStart(2, '0')}`;
    return `${name},${idOf(birth, String(100 + (at % 900)))},木桥村,低保`;
  });
  return Buffer.from(`\ufeff姓名,身份证号,村,类别\r\n${lines.join('\r\n')}\r\n`);
}

/** Watches until the import is that far or has come to its end. */
async function untilDone(asker: Asker, importId: string, done: number): Promise<z.infer<typeof Page>> {
  for (let n = 0; n < 3_000; n++) {
    const page = await asker.ask(Page, `/api/imports/${importId}`);
    if (page.progress.done >= done || (page.state !== 'running' && page.state !== 'undoing')) return page;
    await pause(40);
  }
  throw new Error('the import does not get on');
}

beforeAll(async () => {
  data = await newDataFolder();
  await furnish(data);
}, 300_000);

afterAll(async () => {
  await clearAway(house, data);
}, 120_000);

describe('a server killed in the middle of an import', () => {
  it('goes on by itself when it is started again, and has taken every row once', async () => {
    house = await RunningHouse.start(data);
    let asker = await Asker.signIn(house.origin);
    const { fileId } = await asker.ask(Sent, '/api/imports/files', ledger());
    const asked = { target: 'people', stationId: place.station, fileId };
    const { choices } = await asker.ask(Looked, '/api/imports/look-as', asked);
    const importId = '019c0000-0000-7000-8000-0000000000aa';
    const wanted = { importId, fileId, stationId: place.station, choices: { ...choices, consent: true }, learned: [] };
    expect(await asker.ask(z.unknown(), '/api/imports', wanted)).toEqual({ importId });
    for (const done of blows) {
      const page = await untilDone(asker, importId, done);
      expect(page.state).toBe('running');
      await house.kill();
      house = await RunningHouse.start(data);
      asker = await Asker.signIn(house.origin);
    }
    const end = await untilDone(asker, importId, Number.POSITIVE_INFINITY);
    expect(end).toMatchObject({ state: 'done', counts: { made: rows, refused: 0, there: 0 } });
    // Beside the one person whom the county had.
    expect((await asker.ask(People, '/api/people')).total).toBe(rows + 1);
    expect(house.verify()).toEqual({ audit: true, rollups: true, hashes: true, journal: true });
    expect(await house.stop()).toBe(true);
  }, 900_000);
});
