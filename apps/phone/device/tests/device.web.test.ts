/** The engine room in a real browser, on real IndexedDB: what a phone must never lose, and never show. */
import { ownVisits, visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { named, who } from '../../../../tests/world/world.ts';
import { hasChromium } from './chromium.ts';
import { type Bench, newPhone, openPhone, phone, server, serverAndPhone } from './phone-at-server.ts';

declare const self: Bench & {
  readings: typeof import('../pinyin.ts');
  rowsOf(table: string): Record<string, unknown>[];
};

serverAndPhone();

/** Signs in with the password, sets the PIN 2468, takes the first pull. */
async function enrolled(login: string): Promise<Page> {
  newPhone();
  const page = await openPhone();
  await signIn(page, login, '2468');
  return page;
}

function signIn(page: Page, login: string, pin: string): Promise<void> {
  return page.evaluate(
    async ([name, digits]) => {
      const me = await self.device.signIn(name ?? '', 'right');
      if ('problem' in me) throw new Error(me.code);
      self.user = await self.device.setPin(me, digits ?? '');
      await self.user.syncNow();
    },
    [login, pin],
  );
}

function unlock(
  page: Page,
  userId: string,
  pin: string,
): Promise<{ code: string; wait: number; checked: boolean } | null> {
  return page.evaluate(
    async ([id, digits]) => {
      const answer = await self.device.unlock(id ?? '', digits ?? '');
      if ('problem' in answer) {
        return {
          code: answer.code,
          wait: Number(answer.details.waitSeconds),
          checked: answer.details.checked === true,
        };
      }
      self.user = answer;
      return null;
    },
    [userId, pin],
  );
}

const findings = '腿脚不便，药快吃完了';

function visit(visitId: string, files: unknown[] = []) {
  return {
    visitId,
    clientId: named('client'),
    visitedAt: server.now,
    mode: 'home',
    result: 'home',
    findings,
    needs: [],
    files,
  };
}

function record(page: Page, visitId: string, files: unknown[] = []): Promise<string> {
  return page.evaluate(
    async (input) => {
      const entry = await self.user.record('services.record-visit', input);
      return 'state' in entry ? entry.state : entry.code;
    },
    visit(visitId, files),
  );
}

/** Everything in every database of the page, as one text: bytes as text too, so that nothing can hide in an encoding. */
function dump(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    const write = (_key: string, value: unknown): unknown =>
      value instanceof Uint8Array
        ? [new TextDecoder().decode(value), new TextDecoder('utf-16').decode(value.slice(0, value.length & ~1))]
        : value;
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const asked = indexedDB.open(name ?? '');
        asked.onsuccess = () => resolve(asked.result);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => resolve(asked.result);
        });
        texts.push(`${name}/${store}:${rows.length}`, JSON.stringify(rows, write));
      }
      db.close();
    }
    return texts.join('\n');
  });
}

const serverHas = (visitId: string): boolean => server.rows(visits).some(({ row }) => row.id === visitId);

const statusOf = (page: Page) => page.evaluate(() => self.user.status.value);
const timely = { timeout: 10_000 };

describe.skipIf(!hasChromium())('the phone', () => {
  it('has the record after the browser was killed the moment it was saved, offline, and sends it later (S1)', async () => {
    let page = await enrolled('wei');
    server.cut = true;
    const visitId = crypto.randomUUID();
    expect(await record(page, visitId)).toBe('pending');
    await phone.kill();
    server.cut = false;
    page = await phone.open(server.address, server.now);
    server.cut = true;
    await page.evaluate(async () => {
      self.device = await self.yimi.openDevice();
    });
    expect(await page.evaluate(() => self.device.users())).toEqual([{ userId: who.wei, name: '韦小妹', login: 'wei' }]);
    expect(await unlock(page, who.wei, '2468')).toBe(null);
    const seen = await page.evaluate(() => JSON.stringify(self.user.replica.entries));
    expect(seen).toContain(findings);
    expect(await statusOf(page)).toMatchObject({ pending: 1, needsYou: 0 });
    expect(serverHas(visitId)).toBe(false);

    server.cut = false;
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
    });
    await expect.poll(() => serverHas(visitId), timely).toBe(true);
    await expect.poll(() => statusOf(page), timely).toMatchObject({ pending: 0, online: true, signedOut: false });
  });

  it('refuses a wrong PIN, makes the next try wait longer, across a reload, and opens with the right one', async () => {
    const page = await enrolled('wei');
    await page.evaluate(() => self.user.lock());
    for (const wait of [0, 0, 30]) {
      expect(await unlock(page, who.wei, '0000')).toEqual({ code: 'device.wrong-pin', wait, checked: true });
    }
    await page.reload();
    await page.waitForFunction(() => 'readings' in self);
    await page.evaluate(async () => {
      self.device = await self.yimi.openDevice();
    });
    const early = await unlock(page, who.wei, '2468');
    expect(early).toMatchObject({ code: 'device.wrong-pin', checked: false });
    expect(early?.wait).toBeGreaterThan(20);
    await page.evaluate(() => {
      const before = Date.now;
      Date.now = () => before() + 31_000;
    });
    expect(await unlock(page, who.wei, '2468')).toBe(null);
    expect(await page.evaluate(() => self.user.me.name)).toBe('韦小妹');
  });

  it('leaves nothing of a person in the clear in any database (A3)', async () => {
    const page = await enrolled('wei');
    server.cut = true;
    await record(page, crypto.randomUUID());
    await page.evaluate(async () => {
      await self.user.files.addVoice(new Blob(['a note about 杨桂花'], { type: 'audio/webm;codecs=opus' }), 3);
    });
    const text = await dump(page);
    // The dump does read what is there: ids and states lie in the clear.
    expect(text).toContain(who.wei);
    expect(text).toMatch(/yimi-device\/users:1/);
    expect(text).toMatch(/\/outbox:1/);
    expect(text).toMatch(/\/segments:[1-9]/);
    // Long enough that random bytes, read as UTF-16, do not happen to spell them.
    for (const secret of [
      '杨桂花',
      '13800000001',
      'yang gui hua',
      '药快吃完',
      '腿脚不便',
      '韦小妹',
      'record-visit',
      `token ${who.wei}`,
    ]) {
      expect(text.includes(secret), secret).toBe(false);
    }
  });

  it('keeps the outbox of the first person when a second signs in, and never sends it under the second one (S5)', async () => {
    const page = await enrolled('wei');
    server.cut = true;
    const visitId = crypto.randomUUID();
    await record(page, visitId);
    const commandId = await page.evaluate(() => self.user.replica.entries[0]?.envelope.id ?? '');
    await page.evaluate(() => self.user.lock());
    server.cut = false;
    server.refuseDeposits = true;
    await signIn(page, 'qin', '1357');
    expect(await page.evaluate(async () => (await self.device.users()).map((user) => user.login))).toEqual(
      expect.arrayContaining(['wei', 'qin']),
    );
    await page.evaluate(() => self.user.lock());
    expect(await unlock(page, who.wei, '2468')).toBe(null);
    await page.evaluate(() => self.user.syncNow());
    // The cookie is the second person's: the first is asked for the password, and has everything.
    expect(await statusOf(page)).toMatchObject({ pending: 1, signedOut: true });
    expect(server.pushes.filter((push) => push.ids.includes(commandId))).toEqual([]);
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
    });
    await expect
      .poll(() => server.pushes.filter((push) => push.ids.includes(commandId)).map((push) => push.userId), timely)
      .toEqual([who.wei]);
  });

  it('hands in the record and the photo while locked and signed out, sealed, and later learns that they arrived (S5, S6)', async () => {
    const page = await enrolled('wei');
    server.cut = true;
    const { photo } = await photographed(page);
    const visitId = crypto.randomUUID();
    server.pushes.length = 0;
    await record(page, visitId, [{ id: crypto.randomUUID(), kind: 'photo', takenAt: server.now, ...photo }]);
    await page.evaluate(() => self.user.signOut());
    await expect.poll(() => page.evaluate(() => self.device.undeposited()), timely).toBe(2);
    server.cut = false;
    await page.evaluate(() => self.device.deposit());
    await expect.poll(() => server.arrived.get(photo.sha256), timely).toBe('deposit');
    expect(serverHas(visitId)).toBe(true);
    expect(await page.evaluate(() => self.device.undeposited())).toBe(0);
    expect(server.pushes).toEqual([]);

    expect(await unlock(page, who.wei, '2468')).toBe(null);
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
      await self.user.syncNow();
    });
    await expect.poll(() => statusOf(page), timely).toMatchObject({ pending: 0, filesWaiting: 0 });
    expect(await page.evaluate((hash) => self.user.files.state(hash), photo.sha256)).toBe('arrived');
  });

  it('keeps a photo through a kill, smaller and without its metadata, then sends it after its record (S1, S6)', async () => {
    let page = await enrolled('wei');
    server.cut = true;
    const { photo, width, hasExif } = await photographed(page);
    expect({ width, hasExif }).toEqual({ width: 1600, hasExif: false });
    const visitId = crypto.randomUUID();
    await record(page, visitId, [{ id: crypto.randomUUID(), kind: 'photo', takenAt: server.now, ...photo }]);
    await phone.kill();
    server.cut = false;
    page = await phone.open(server.address, server.now);
    server.cut = true;
    await page.evaluate(async () => {
      self.device = await self.yimi.openDevice();
    });
    expect(await unlock(page, who.wei, '2468')).toBe(null);
    expect(await page.evaluate((hash) => self.user.files.state(hash), photo.sha256)).toBe('on-phone');
    const found = await page.evaluate(async (hash) => {
      const bytes = await (await fetch((await self.user.files.url(hash)) ?? '')).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }, photo.sha256);
    expect(found).toBe(photo.sha256);
    expect((await statusOf(page)).filesWaiting).toBe(1);

    server.refuseDeposits = true;
    server.cut = false;
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
    });
    await expect.poll(() => server.arrived.get(photo.sha256), timely).toBe('upload');
    await page.evaluate(() => self.user.syncNow());
    await expect.poll(() => statusOf(page), timely).toMatchObject({ pending: 0, filesWaiting: 0 });
    expect(server.rows(ownVisits).find(({ row }) => row.id === visitId)?.row.files).toMatchObject([
      { sha256: photo.sha256 },
    ]);
  });

  it('gives a forgotten PIN a new vault and loses nothing that was unsent (S5)', async () => {
    const page = await enrolled('wei');
    server.cut = true;
    const visitId = crypto.randomUUID();
    await record(page, visitId);
    expect(await page.evaluate((id) => self.device.forgetPin(id), who.wei)).toEqual({ undeposited: 1 });
    expect(await page.evaluate(() => self.device.users())).toEqual([]);
    expect(await unlock(page, who.wei, '2468')).toMatchObject({ code: 'device.no-vault' });
    server.cut = false;
    await signIn(page, 'wei', '8642');
    await page.evaluate(() => self.device.deposit());
    await page.evaluate(() => self.user.lock());
    await expect.poll(() => serverHas(visitId), timely).toBe(true);
    expect(await page.evaluate(() => self.device.undeposited())).toBe(0);
  });

  it('lets only one tab hold a person', async () => {
    await enrolled('wei');
    const other = await phone.newPage();
    await other.goto(server.address);
    await other.waitForFunction(() => 'readings' in self);
    await other.evaluate(async () => {
      self.device = await self.yimi.openDevice();
    });
    expect(await unlock(other, who.wei, '2468')).toMatchObject({ code: 'device.open-elsewhere' });
  });

  it('lets every other command through when the edge refuses one', async () => {
    const page = await enrolled('wei');
    server.cut = true;
    const good = [crypto.randomUUID(), crypto.randomUUID()];
    await record(page, good[0] ?? '');
    const bad = crypto.randomUUID();
    await record(page, bad);
    await record(page, good[1] ?? '');
    server.refusedAtEdge = bad;
    server.cut = false;
    await page.evaluate(() => self.user.syncNow());
    await expect.poll(() => good.map(serverHas), timely).toEqual([true, true]);
    await expect.poll(() => statusOf(page), timely).toMatchObject({ pending: 0, needsYou: 1 });
    expect(await page.evaluate(() => self.user.replica.entries.map((entry) => entry.problem?.code))).toEqual([
      'http.wrong-shape',
    ]);
  });

  it('sees what another did, told by the server and long before its own next look', async () => {
    const page = await enrolled('wei');
    const visitId = crypto.randomUUID();
    await record(page, visitId);
    await expect.poll(() => serverHas(visitId), timely).toBe(true);
    await expect.poll(() => server.listeners, timely).toBeGreaterThan(0);
    const question = server.world.envelope('services.question-visit', { visitId, question: '药还剩几天？' });
    const [outcome] = await server.world.send(who.lan, question);
    expect(outcome?.status).toBe('accepted');
    server.tell(Object.keys(outcome?.clocks ?? {}));
    // The page needs only the table's name to list its rows.
    const asked = () => page.evaluate((name) => self.rowsOf(name).map((row) => row.question), ownVisits.name);
    // By itself the page looks once a minute; how long it took is measured in the whole house's own test.
    await expect.poll(asked, timely).toContain('药还剩几天？');
  });

  it('says that the disk is full, and leaves outbox and files as they were', async () => {
    newPhone();
    const page = await phone.open(server.address, server.now);
    const quota = await page.context().newCDPSession(page);
    const { origin } = new URL(server.address);
    // Before the first write: the browser remembers for a while how much room there was.
    await quota.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 });
    await page.evaluate(async () => {
      self.device = await self.yimi.openDevice();
    });
    await signIn(page, 'wei', '2468');
    server.cut = true;
    const note = (bytes: number, fill: number) =>
      page.evaluate(
        ([size, value]) =>
          self.user.files
            .addVoice(new Blob([new Uint8Array(size ?? 0).fill(value ?? 0)], { type: 'audio/ogg' }), 9)
            .then(
              () => 'kept',
              (error: unknown) => self.yimi.refusalIn(error)?.code,
            ),
        [bytes, fill],
      );
    expect(await note(5_000_000, 1)).toBe('device.storage-full');
    for (let fill = 2; (await note(100_000, fill)) === 'kept'; fill++) expect(fill).toBeLessThan(50);
    let last = '';
    let saved = 0;
    for (; last !== 'device.storage-full'; saved++) {
      expect(saved).toBeLessThan(200);
      last = await record(page, crypto.randomUUID());
    }
    expect(await statusOf(page)).toMatchObject({ pending: saved - 1 });
    await quota.send('Storage.overrideQuotaForOrigin', { origin });
    expect(await record(page, crypto.randomUUID())).toBe('pending');
  });

  it('reads names as they are said: surnames first, ü as v', async () => {
    newPhone();
    const page = await phone.open(server.address, server.now);
    const read = (name: string) => page.evaluate((text) => self.readings.pinyinOf(text), name);
    expect(await read('韦小妹')).toBe('wei xiao mei');
    expect(await read('单吕')).toBe('shan lv');
    expect(await page.evaluate(() => self.yimi.canWorkOffline())).toEqual({ ok: true });
  });
});

/** A camera's picture, drawn in the page: 2400 × 1800, taken in by the file queue. */
function photographed(page: Page) {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 1800);
    const pen = canvas.getContext('2d');
    for (let at = 0; at < 400; at++) {
      pen?.fillRect(Math.random() * 2400, Math.random() * 1800, 60, 60);
      if (pen) pen.fillStyle = `hsl(${at} 60% 50%)`;
    }
    const photo = await self.user.files.addPhoto(await canvas.convertToBlob({ type: 'image/jpeg' }));
    const kept = await (await fetch((await self.user.files.url(photo.sha256)) ?? '')).blob();
    const { width } = await createImageBitmap(kept);
    return { photo, width, hasExif: (await kept.text()).includes('Exif') };
  });
}
