/** Evidence over real sockets onto a real disk: cuts, kills, lies about what a file is, and who may read it. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isProblem } from '@yimi/kernel';
import fc from 'fast-check';
import { sql } from 'kysely';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { systemEnvelope } from '../engine.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, newVisit, openTrialHouse } from '../trial-house.ts';
import { FolderShelf } from './shelf.ts';
import {
  exif,
  gpsTag,
  jpeg,
  orientationTag,
  pngWithPlace,
  Sender,
  sha256Of,
  webpWithPlace,
  xmp,
} from './trial-files.ts';
import { FileVault } from './vault.ts';

let house: TrialHouse;
let lan: Sender;
let mo: Sender;
let wu: Sender;
let long: Sender;

beforeAll(async () => {
  house = await openTrialHouse();
  const sender = async (login: Parameters<TrialHouse['cookieOf']>[0]) =>
    new Sender(house.address, await house.cookieOf(login));
  lan = await sender('lan');
  mo = await sender('mo');
  wu = await sender('wu');
  long = await sender('long');
});
afterAll(() => house.close());

/** 蓝秀英 visits 杨桂花 and names this file. */
async function recorded(bytes: Buffer, mime = 'image/jpeg'): Promise<string> {
  const now = house.cellar.now();
  const file = { id: randomUUID(), kind: 'photo', sha256: sha256Of(bytes), mime, bytes: bytes.length, takenAt: now };
  const envelope = systemEnvelope('services.record-visit', newVisit(randomUUID(), client, now, [file]), now);
  const [outcome] = await house.cellar.engine.push({ countyId: counties.here, userId: idOf('lan') }, [envelope]);
  expect(outcome?.problem).toBeUndefined();
  return file.id;
}

async function arrivedAt(evidenceId: string): Promise<number | null> {
  const found = await house.cellar.database.inCounty(counties.here, (trx) =>
    sql`select arrived_at from services.evidence where id = ${evidenceId}`.execute(trx),
  );
  return z.object({ arrived_at: z.number().nullable() }).parse(found.rows[0]).arrived_at;
}

const pathOf = (bytes: Buffer) => `/api/files/${sha256Of(bytes)}`;
const about = (bytes: Buffer) => ({ sha256: sha256Of(bytes), mime: 'image/jpeg', kind: 'photo' });
const parts = () => readdir(join(house.folder, 'files', 'arriving', 'tus'));

describe('sending a file', () => {
  it('goes on after the line was cut where the bytes on disk end, and marks the record (S6)', async () => {
    const bytes = jpeg(600_000);
    const evidence = await recorded(bytes);
    expect(JSON.parse((await lan.get('/api/files/owed')).bytes.toString())).toEqual([sha256Of(bytes)]);
    const begun = await lan.begin(bytes.length, about(bytes));
    expect(begun.status).toBe(201);
    const path = String(begun.headers.location);
    await lan.cutOff(path, bytes.subarray(0, 250_000), bytes.length);
    const stand = await lan.ask('HEAD', path);
    expect(stand.status).toBe(200);
    const offset = Number(stand.headers['upload-offset']);
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(250_000);
    expect((await lan.patch(path, offset, bytes.subarray(offset))).status).toBe(204);
    expect(await arrivedAt(evidence)).toBeGreaterThan(0);
    expect(JSON.parse((await lan.get('/api/files/owed')).bytes.toString())).toEqual([]);
    const read = await lan.get(pathOf(bytes));
    expect(read.status).toBe(200);
    expect(sha256Of(read.bytes)).toBe(sha256Of(bytes));
    expect(read.headers['content-security-policy']).toContain('sandbox');
    expect(await parts()).toEqual([]);
  });

  it('works with the client that phones use, in pieces and in one request', async () => {
    for (const uploadDataDuringCreation of [false, true]) {
      const bytes = jpeg(300_000);
      await recorded(bytes);
      const { 'tus-resumable': _, ...headers } = lan.headers;
      await new Promise<void>((resolve, reject) => {
        const chunkSize = uploadDataDuringCreation ? Number.POSITIVE_INFINITY : 64 * 1024;
        new Upload(bytes, {
          endpoint: `${house.address}/api/files`,
          chunkSize,
          headers,
          metadata: about(bytes),
          uploadDataDuringCreation,
          retryDelays: null,
          onSuccess: () => resolve(),
          onError: reject,
        }).start();
      });
      expect(sha256Of((await lan.get(pathOf(bytes))).bytes)).toBe(sha256Of(bytes));
    }
  });

  it('may come before its record, which then finds it there', async () => {
    const bytes = jpeg(2_000);
    expect((await lan.send(bytes)).status).toBe(204);
    expect((await lan.get(pathOf(bytes))).status).toBe(404);
    const evidence = await recorded(bytes);
    await expect.poll(() => arrivedAt(evidence), { timeout: 8_000, interval: 200 }).toBeGreaterThan(0);
    expect((await lan.get(pathOf(bytes))).status).toBe(200);
  });

  it('may be repeated: one file, served once', async () => {
    const bytes = jpeg(3_000);
    await recorded(bytes);
    expect((await lan.send(bytes)).status).toBe(204);
    expect((await lan.send(bytes)).status).toBe(204);
    expect((await lan.get(pathOf(bytes))).bytes.equals(bytes)).toBe(true);
  });

  it('refuses a step from a wrong place without touching what is there', async () => {
    const bytes = jpeg(5_000);
    const path = String((await lan.begin(bytes.length, about(bytes))).headers.location);
    expect(await lan.patch(path, 100, bytes)).toMatchObject({ status: 409, code: 'files.wrong-offset' });
    expect((await lan.ask('HEAD', path)).headers['upload-offset']).toBe('0');
  });

  it('forgets the oldest of too many open uploads instead of keeping a phone out', async () => {
    const paths: string[] = [];
    for (let i = 0; i < 42; i++) {
      const begun = await mo.begin(9_000, about(jpeg(9_000)));
      expect(begun.status).toBe(201);
      paths.push(String(begun.headers.location));
    }
    expect((await mo.ask('HEAD', paths[0] ?? '')).status).toBe(404);
    expect((await mo.ask('HEAD', paths[41] ?? '')).status).toBe(200);
  });
});

describe('a file that is not what it says', () => {
  it('is refused for a wrong hash, and nothing of it is left', async () => {
    const bytes = jpeg(4_000);
    const before = await parts();
    const answer = await lan.send(bytes, { sha256: 'a'.repeat(64) });
    expect(answer).toMatchObject({ status: 409, code: 'files.hash-differs', field: 'sha256' });
    expect(await parts()).toEqual(before);
    expect(await house.cellar.vault.find(counties.here, 'a'.repeat(64))).toBeNull();
  });

  it('is refused at once when it says it is 30 MB, naming the field and the limit', async () => {
    const answer = await lan.begin(30 * 1024 * 1024, about(Buffer.from('x')));
    expect(answer).toMatchObject({ status: 400, code: 'files.too-large', field: 'upload-length' });
    expect(JSON.parse(answer.bytes.toString()).details).toEqual({ most: 10 * 1024 * 1024 });
  });

  it('is refused when more bytes come than were promised', async () => {
    const bytes = jpeg(5_000);
    const path = String((await lan.begin(1_000, about(bytes))).headers.location);
    expect(await lan.patch(path, 0, bytes)).toMatchObject({ status: 400, code: 'files.too-large' });
  });

  it('is refused for a type that is not allowed, and for bytes that are not of their type', async () => {
    const script = Buffer.from('<script>alert(1)</script>');
    expect(await lan.send(script, { mime: 'text/html' })).toMatchObject({
      code: 'files.wrong-metadata',
      field: 'mime',
    });
    expect(await lan.send(script)).toMatchObject({ status: 400, code: 'files.not-what-it-says' });
  });

  it('is refused when it tells where it was taken, in Exif or XMP, as JPEG, PNG or WebP', async () => {
    const refused = { status: 400, code: 'files.has-location', field: 'file' };
    expect(await lan.send(jpeg(3_000, exif(gpsTag)))).toMatchObject(refused);
    expect(await lan.send(jpeg(3_000, xmp('<exif:GPSLatitude>25,45N</exif:GPSLatitude>')))).toMatchObject(refused);
    expect(await lan.send(pngWithPlace(), { mime: 'image/png' })).toMatchObject(refused);
    expect(await lan.send(webpWithPlace(), { mime: 'image/webp' })).toMatchObject(refused);
    expect((await lan.send(jpeg(3_000, exif(orientationTag)))).status).toBe(204);
  });
});

describe('reading a file (A1, A5)', () => {
  it('is for its author and the station it belongs to; to all others it is not there', async () => {
    const bytes = jpeg(8_000);
    await recorded(bytes);
    await lan.send(bytes);
    expect((await lan.get(pathOf(bytes))).status).toBe(200);
    const unknown = await mo.get(`/api/files/${'b'.repeat(64)}`);
    for (const other of [mo, wu]) {
      const answer = await other.get(pathOf(bytes));
      expect(answer.status).toBe(404);
      expect(answer.bytes.toString()).toBe(unknown.bytes.toString());
    }
    expect((await new Sender(house.address, '').get(pathOf(bytes))).status).toBe(401);
  });

  it('keeps the counties apart, the same hash included', async () => {
    const bytes = jpeg(8_500);
    await recorded(bytes);
    await lan.send(bytes);
    expect((await long.get(pathOf(bytes))).status).toBe(404);
    expect((await long.send(bytes)).status).toBe(204);
    expect((await long.get(pathOf(bytes))).status).toBe(404);
    expect((await lan.get(pathOf(bytes))).status).toBe(200);
  });

  it('lets nobody go on with another’s upload', async () => {
    const bytes = jpeg(8_700);
    const path = String((await lan.begin(bytes.length, about(bytes))).headers.location);
    expect((await mo.ask('HEAD', path)).status).toBe(404);
    expect(await mo.patch(path, 0, bytes)).toMatchObject({ status: 404, code: 'files.no-such-file' });
    const forged = { 'x-yimi-uploader': `${counties.here}.${idOf('lan')}` };
    expect((await mo.ask('HEAD', path, forged)).status).toBe(404);
    expect((await lan.ask('HEAD', path)).headers['upload-offset']).toBe('0');
  });

  it('answers a wild name with 404 and never leaves the folder', async () => {
    const wild = [
      '..%2f..%2fkeys%2fsecrets.json',
      '%2e%2e%2fkeys',
      'a'.repeat(63),
      `${'a'.repeat(64)}%00`,
      'A'.repeat(64),
    ];
    for (const name of wild) {
      const answer = await lan.get(`/api/files/${name}`);
      expect([name, answer.status]).toEqual([name, 404]);
    }
    for (const name of ['..%2f..%2f..%2fkeys%2fsecrets.json', `${counties.here}.${idOf('lan')}.%2f..%2f..%2fx`]) {
      expect((await lan.ask('HEAD', `/api/files/uploads/${name}`)).status).toBe(404);
    }
  });

  it('gives the piece that a player asks for', async () => {
    const bytes = jpeg(1_000);
    await recorded(bytes);
    await lan.send(bytes);
    const ranges: [string, number, Buffer][] = [
      ['bytes=0-99', 206, bytes.subarray(0, 100)],
      ['bytes=900-', 206, bytes.subarray(900)],
      ['bytes=-10', 206, bytes.subarray(990)],
      ['bytes=0-5,8-9', 200, bytes],
      ['lines=1-2', 200, bytes],
    ];
    for (const [range, status, piece] of ranges) {
      const answer = await lan.get(pathOf(bytes), { range });
      expect([range, answer.status, answer.bytes.equals(piece)]).toEqual([range, status, true]);
    }
    expect(await lan.get(pathOf(bytes), { range: 'bytes=5000-' })).toMatchObject({
      status: 416,
      code: 'files.range-outside',
      field: 'range',
    });
    const head = await lan.ask('HEAD', pathOf(bytes));
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '1000', 0]);
  });
});

describe('the edge', () => {
  it('refuses a request that another site could have made', async () => {
    const headers = { cookie: lan.headers.cookie ?? '', 'tus-resumable': '1.0.0', 'upload-length': '10' };
    const { status, bytes } = await fetch(`${house.address}/api/files`, { method: 'POST', headers }).then(
      async (answer) => ({ status: answer.status, bytes: await answer.text() }),
    );
    expect(status).toBe(403);
    expect(JSON.parse(bytes).code).toBe('server.forged-request');
  });

  it('answers no other site and keeps the security headers', async () => {
    const begun = await lan.begin(10, about(Buffer.from('x')));
    expect(begun.headers['access-control-allow-origin']).toBeUndefined();
    expect(begun.headers['x-content-type-options']).toBe('nosniff');
  });

  it('meets wild headers and metadata with a Problem, never a fault', async () => {
    const seed = Date.now() % 1_000_000;
    process.stderr.write(`files fuzz seed ${seed}\n`);
    const wild = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '0',
        '-1',
        '1e9',
        '99999999999999999999',
        'NaN',
        '1',
        '2.0.0',
        '1.0.0',
        'sha256 YQ==,sha256 YQ==',
      ),
      fc.base64String({ maxLength: 200 }).map((text) => `__proto__ ${text},constructor ${text}`),
      fc.string({ maxLength: 300 }).map((text) => `sha256 ${Buffer.from(text).toString('base64')}`),
    );
    // Only what a header may hold at all; the rest never leaves Node's client.
    const legal = wild.map((text) => text.replace(/[^\x20-\x7e]/g, '?').trim());
    const names = ['upload-length', 'upload-offset', 'upload-metadata', 'upload-defer-length', 'tus-resumable'];
    const others = [
      'content-type',
      'upload-concat',
      'x-http-method-override',
      'x-forwarded-proto',
      'range',
      'x-yimi-user',
    ];
    const headers = fc.dictionary(fc.constantFrom(...names, ...others), legal);
    const request = fc.tuple(
      fc.constantFrom('POST', 'PATCH', 'HEAD', 'GET', 'DELETE', 'PUT', 'OPTIONS'),
      fc.constantFrom(
        '',
        '/owed',
        '/uploads',
        '/uploads/x',
        `/uploads/${counties.here}.${idOf('lan')}.x`,
        '/%00',
        '/a/b',
      ),
      headers,
      fc.uint8Array({ maxLength: 50 }),
    );
    await fc.assert(
      fc.asyncProperty(request, async ([method, path, more, body]) => {
        const answer = await lan.ask(
          method,
          `/api/files${path}`,
          more,
          method === 'GET' ? undefined : Buffer.from(body),
        );
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400 && method !== 'HEAD') expect(answer.code).toMatch(/^[a-z]+\.[a-z-]+$/);
      }),
      { numRuns: 400, seed },
    );
  });
});

it('tells who sends what the daily clearing takes away at that moment to send it again, and leaves no row without its file', async () => {
  const bytes = jpeg(2_200);
  const about = { countyId: counties.here, userId: idOf('lan'), kind: 'photo' as const, mime: 'image/jpeg' };
  const folder = join(house.folder, 'raced');
  class Raced extends FolderShelf {
    raced = true;
    override async put(key: string, from: string): Promise<void> {
      await super.put(key, from);
      if (this.raced) await this.remove(key);
    }
  }
  const shelf = new Raced(folder);
  const { database, now } = house.cellar;
  const vault = new FileVault({ database, folder, now, shelf });
  const told = await vault.keep(sha256Of(bytes), bytes, about);
  expect(told).toMatchObject({ kind: 'unavailable', code: 'files.cleared-meanwhile' });
  expect(await vault.find(counties.here, sha256Of(bytes))).toBeNull();
  shelf.raced = false;
  expect(await vault.keep(sha256Of(bytes), bytes, about)).toBeNull();
  expect(await vault.find(counties.here, sha256Of(bytes))).not.toBeNull();
});

it('keeps a deposited file by the same rules', async () => {
  const bytes = jpeg(2_500);
  const about = { countyId: counties.here, userId: idOf('wei'), kind: 'photo' as const, mime: 'image/jpeg' };
  expect(isProblem(await house.cellar.vault.keep(sha256Of(bytes), bytes, about))).toBe(false);
  expect(isProblem(await house.cellar.vault.keep('c'.repeat(64), bytes, about))).toBe(true);
});
