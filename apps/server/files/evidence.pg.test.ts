/** Who gets a file, and how: papers are only ever saved, and what consent no longer covers is served to nobody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemEnvelope } from '../engine.ts';
import type { TrialHouse } from '../trial-house.ts';
import { client, counties, idOf, newVisit, openTrialHouse, place } from '../trial-house.ts';
import { jpeg, Sender, sha256Of } from './trial-files.ts';

let house: TrialHouse;
let lan: Sender;

beforeAll(async () => {
  house = await openTrialHouse();
  lan = new Sender(house.address, await house.cookieOf('lan'));
});
afterAll(() => house.close());

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const zip = (...parts: string[]) => Buffer.from(`PK\x03\x04${parts.join(' ')} ${randomUUID()}`, 'latin1');
const pathOf = (bytes: Buffer) => `/api/files/${sha256Of(bytes)}`;

async function push(name: string, input: unknown): Promise<string> {
  const envelope = systemEnvelope(name, input, house.cellar.now());
  const [outcome] = await house.cellar.engine.push({ countyId: counties.here, userId: idOf('lan') }, [envelope]);
  return outcome?.problem?.code ?? outcome?.status ?? 'nothing';
}

async function recorded(bytes: Buffer, more: object = {}): Promise<string> {
  const now = house.cellar.now();
  const about = { kind: 'photo', sha256: sha256Of(bytes), mime: 'image/jpeg', bytes: bytes.length, takenAt: now };
  const visitId = randomUUID();
  const files = [{ id: randomUUID(), ...about, ...more }];
  expect(await push('services.record-visit', newVisit(visitId, client, now, files))).toBe('accepted');
  return visitId;
}

describe('a paper', () => {
  it('is saved under its own name and never opened in place', async () => {
    const bytes = Buffer.from(`%PDF-1.7 ${randomUUID()}`);
    await recorded(bytes, { kind: 'file', mime: 'application/pdf', name: '低保"申请 (1).pdf' });
    expect((await lan.send(bytes, { mime: 'application/pdf', kind: 'file' })).status).toBe(204);
    const answer = await lan.get(pathOf(bytes));
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="evidence"; filename*=UTF-8''${encodeURIComponent('低保"申请 ')}%281%29.pdf`,
    );
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    const picture = jpeg(2_000);
    await recorded(picture);
    await lan.send(picture);
    expect((await lan.get(pathOf(picture))).headers['content-disposition']).toBe('inline; filename="evidence"');
  });

  it('is what it says, and carries no program', async () => {
    const sent = async (bytes: Buffer, mime: string) => (await lan.send(bytes, { mime, kind: 'file' })).code;
    expect(await sent(Buffer.from('<html>'), 'application/pdf')).toBe('files.not-what-it-says');
    expect(await sent(zip('xl/workbook.xml'), docx)).toBe('files.not-what-it-says');
    expect(await sent(zip('word/document.xml', 'word/vbaProject.bin'), docx)).toBe('files.not-what-it-says');
    expect((await lan.send(zip('word/document.xml'), { mime: docx, kind: 'file' })).status).toBe(204);
    expect(await sent(Buffer.from('<svg/>'), 'image/svg+xml')).toBe('files.wrong-metadata');
    const bomb = Buffer.alloc(33);
    bomb.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 0, 'latin1');
    bomb.fill(0x70, 16, 24);
    expect(await sent(bomb, 'image/png')).toBe('files.too-many-pixels');
  });
});

describe('a picture', () => {
  it('that is put with a second record is found on the server and not sent again', async () => {
    const bytes = jpeg(4_000);
    await recorded(bytes);
    await lan.send(bytes);
    const other = await recorded(jpeg(4_100));
    const now = house.cellar.now();
    const about = { kind: 'photo', sha256: sha256Of(bytes), mime: 'image/jpeg', bytes: bytes.length, takenAt: now };
    const input = { visitId: other, files: [{ id: randomUUID(), ...about }] };
    expect(await push('services.attach-evidence', input)).toBe('accepted');
    const owed = async () => JSON.parse((await lan.get('/api/files/owed')).bytes.toString());
    await expect.poll(owed, { timeout: 8_000, interval: 200 }).not.toContain(sha256Of(bytes));
  });

  it('is served to nobody once the person takes the consent back, also where another record shows it', async () => {
    const bytes = jpeg(5_000);
    await recorded(bytes);
    await lan.send(bytes);
    const first = await lan.get(pathOf(bytes));
    expect(first.status).toBe(200);
    const known = { 'if-none-match': String(first.headers.etag) };
    expect((await lan.get(pathOf(bytes), known)).status).toBe(304);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(await push('people.withdraw-consent', { clientId: client, purpose: 'photo' })).toBe('accepted');
    expect((await lan.get(pathOf(bytes))).status).toBe(404);
    expect((await lan.get(pathOf(bytes), known)).status).toBe(404);
  });
});

describe('a person’s own picture', () => {
  it('is shown to those who may open the file, and to nobody after it is taken away or consent is taken back', async () => {
    const bytes = jpeg(3_300);
    const photo = sha256Of(bytes);
    expect((await lan.send(bytes)).status).toBe(204);
    const seenBy = async (who: Parameters<TrialHouse['cookieOf']>[0]) =>
      (await new Sender(house.address, await house.cookieOf(who)).get(pathOf(bytes))).status;
    expect(await seenBy('lan')).toBe(404);
    expect(await push('people.give-consent', { clientId: client, purpose: 'photo', givenBy: 'person' })).toBe(
      'accepted',
    );
    expect(await push('people.set-photo', { clientId: client, photo })).toBe('accepted');
    expect(await seenBy('lan')).toBe(200);
    // A5: a county officer may not open files, and is told what a picture that is not there is told.
    expect(await seenBy('wu')).toBe(404);
    expect(await push('people.set-photo', { clientId: client, photo: null })).toBe('accepted');
    expect(await seenBy('lan')).toBe(404);
    expect(await push('people.set-photo', { clientId: client, photo })).toBe('accepted');
    expect(await push('people.withdraw-consent', { clientId: client, purpose: 'photo' })).toBe('accepted');
    expect(await seenBy('lan')).toBe(404);
    expect(await push('people.give-consent', { clientId: client, purpose: 'photo', givenBy: 'person' })).toBe(
      'accepted',
    );
    expect(await seenBy('lan')).toBe(404);
  });
});

describe('a picture of an activity', () => {
  it('is for whoever may open its list, and for nobody once it was taken away or its time is over', async () => {
    const activityId = randomUUID();
    const day = new Date(house.cellar.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await house.system('activities.plan', {
      ...{
        title: '包饺子',
        aim: '',
        kinds: ['社会融入'],
        roomId: place.room,
        seriesId: null,
        places: null,
        shifts: [],
      },
      ...{ sessions: [{ activityId, day }], fromMinute: 540, toMinute: 660, venue: '村委会', budget: 0, notice: null },
    });
    const picture = jpeg(2_000);
    await lan.send(picture);
    const photo = { photoId: randomUUID(), activityId, sha256: sha256Of(picture), asked: true };
    expect(await push('activities.add-photo', photo)).toBe('activities.not-held-yet');
    await house.system('activities.open', { activityId });
    expect((await lan.get(pathOf(picture))).status).toBe(404);
    expect(await push('activities.add-photo', { ...photo, asked: false })).toBe('sync.wrong-shape');
    expect(await push('activities.add-photo', photo)).toBe('accepted');
    expect(await push('activities.add-photo', { ...photo, photoId: randomUUID() })).toBe('accepted');
    expect((await lan.get(pathOf(picture))).status).toBe(200);
    for (const login of ['wei', 'mo', 'long'] as const) {
      const other = new Sender(house.address, await house.cookieOf(login));
      expect([login, (await other.get(pathOf(picture))).status]).toEqual([login, 404]);
    }
    await house.system('activities.forget-photos', { photoIds: [photo.photoId], before: day });
    expect((await lan.get(pathOf(picture))).status).toBe(200);
    expect(await push('activities.remove-photo', { photoId: photo.photoId })).toBe('accepted');
    expect((await lan.get(pathOf(picture))).status).toBe(404);
    const again = { ...photo, photoId: randomUUID() };
    expect(await push('activities.add-photo', again)).toBe('accepted');
    await house.system('activities.forget-photos', { photoIds: [again.photoId], before: '2099-12-31' });
    expect((await lan.get(pathOf(picture))).status).toBe(404);
  });
});
