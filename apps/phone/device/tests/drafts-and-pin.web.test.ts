/** What is being written survives the end of the page, locked; and a PIN can be changed without touching anything else. */
import { visits } from '@yimi/services';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { named, who } from '../../../../tests/world/world.ts';
import { type Bench, newPhone, openPhone, phone, server, serverAndPhone } from './phone-at-server.ts';

declare const self: Bench;

serverAndPhone();

/** The page itself comes from the server here; what follows happens without it. */
async function openedAfterKill(): Promise<Page> {
  await phone.kill();
  server.cut = false;
  const page = await openPhone();
  server.cut = true;
  return page;
}

async function enrolled(): Promise<Page> {
  newPhone();
  const page = await openPhone();
  await page.evaluate(async () => {
    const me = await self.device.signIn('wei', 'right');
    if ('problem' in me) throw new Error(me.code);
    self.user = await self.device.setPin(me, '246813');
    await self.user.syncNow();
  });
  return page;
}

/** @returns the refusal's code, or null when it opened */
function unlock(page: Page, pin: string): Promise<string | null> {
  return page.evaluate(
    async ([id, digits]) => {
      const answer = await self.device.unlock(id ?? '', digits ?? '');
      if ('problem' in answer) return answer.code;
      self.user = answer;
      return null;
    },
    [who.wei, pin],
  );
}

const changePin = (page: Page, oldPin: string, newPin: string): Promise<string | null> =>
  page.evaluate(
    async ([id, one, other]) => (await self.device.changePin(id ?? '', one ?? '', other ?? ''))?.code ?? null,
    [who.wei, oldPin, newPin],
  );

const sentence = '药只够三天，女儿下月才回';
const draft = (visitId: string, findings: string) => ({ visitId, clientId: named('client'), findings });

function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      for (const store of db.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => resolve(asked.result);
        });
        const decoder = new TextDecoder();
        texts.push(
          JSON.stringify(rows, (_key, value) => (value instanceof Uint8Array ? decoder.decode(value) : value)),
        );
      }
      db.close();
    }
    return texts.join('\n');
  });
}

describe('a visit that is being written', () => {
  it('is there again after the browser was killed, as it was last, and lies on the disk unreadable (A3)', async () => {
    let page = await enrolled();
    server.cut = true;
    const [one, other, saved] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    await page.evaluate(
      async ([first, last, second, gone]) => {
        // Not awaited one by one, as a form that grows letter by letter writes.
        const writes = [first, last, second, gone].map((content) => {
          const id = content?.visitId ?? '';
          return self.user.drafts.keep(id, content);
        });
        await Promise.all([...writes, self.user.drafts.drop(gone?.visitId ?? '')]);
      },
      [draft(one, '药'), draft(one, sentence), draft(other, '电话不通'), draft(saved, '已经存好的')],
    );
    const lying = await everythingStored(page);
    expect(lying).toContain(one);
    expect(lying).not.toContain(sentence);
    expect(lying).not.toContain(named('client'));
    page = await openedAfterKill();
    expect(await unlock(page, '246813')).toBeNull();
    const found = await page.evaluate(() => self.user.drafts.found);
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([draft(one, sentence), draft(other, '电话不通')]));
  });

  it('keeps its photo on the phone although no record names it yet', async () => {
    let page = await enrolled();
    server.cut = true;
    const sha256 = await page.evaluate(async () => {
      const note = await self.user.files.addVoice(new Blob(['a note of the worker'], { type: 'audio/ogg' }), 3);
      const visitId = crypto.randomUUID();
      await self.user.drafts.keep(visitId, { visitId, files: [{ sha256: note.sha256 }] });
      return note.sha256;
    });
    page = await openedAfterKill();
    // Two months on: a file that nothing names would have been let go of.
    await page.evaluate(() => {
      const real = Date.now;
      Date.now = () => real() + 60 * 86_400_000;
    });
    expect(await unlock(page, '246813')).toBeNull();
    server.cut = false;
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
    });
    expect(await page.evaluate(() => self.user.status.value.lastSyncAt ?? 0)).toBeGreaterThan(server.now);
    const bytes = await page.evaluate(async (hash) => {
      const url = await self.user.files.url(hash);
      return url === null ? null : (await fetch(url)).text();
    }, sha256);
    expect(bytes).toBe('a note of the worker');
  });
});

describe('another PIN', () => {
  it('is refused to who does not know the present one, and each try counts', async () => {
    const page = await enrolled();
    expect(await changePin(page, '111222', '135790')).toBe('device.wrong-pin');
    expect(await unlock(page, '246813')).toBeNull();
    for (let n = 0; n < 3; n++) expect(await changePin(page, '111222', '135790')).toBe('device.wrong-pin');
    // Now even the right one must wait, at this door and at the other.
    expect(await changePin(page, '246813', '135790')).toBe('device.wrong-pin');
    expect(await unlock(page, '246813')).toBe('device.wrong-pin');
  });

  it('opens the same vault after a kill: records, drafts and the session as before, and the old one opens nothing', async () => {
    let page = await enrolled();
    server.cut = true;
    const visitId = crypto.randomUUID();
    await page.evaluate(
      async (input) => {
        await self.user.record('services.record-visit', input);
        await self.user.drafts.keep(input.visitId, { kept: true });
      },
      {
        visitId,
        clientId: named('client'),
        visitedAt: server.now,
        mode: 'home',
        result: 'home',
        findings: sentence,
        needs: [],
        files: [],
      },
    );
    expect(await changePin(page, '246813', '135790')).toBeNull();
    page = await openedAfterKill();
    expect(await unlock(page, '246813')).toBe('device.wrong-pin');
    expect(await unlock(page, '135790')).toBeNull();
    expect(await page.evaluate(() => self.user.replica.entries.length)).toBe(1);
    expect(await page.evaluate(() => self.user.drafts.found)).toEqual([{ kept: true }]);
    server.cut = false;
    await page.evaluate(async () => {
      await self.device.signIn('wei', 'right');
      await self.user.syncNow();
    });
    await expect.poll(() => server.rows(visits).some(({ row }) => row.id === visitId), { timeout: 10_000 }).toBe(true);
  });

  it('stays the new one when the server renews what it knows of the person at the same moment', async () => {
    let page = await enrolled();
    const refused = await page.evaluate(async (id) => {
      const [, problem] = await Promise.all([
        self.device.signIn('wei', 'right'),
        self.device.changePin(id, '246813', '135790'),
        self.user.syncNow(),
      ]);
      return problem?.code ?? null;
    }, who.wei);
    expect(refused).toBeNull();
    page = await openedAfterKill();
    expect(await unlock(page, '135790')).toBeNull();
  });
});
