/**
 * A script in every text that a phone is told, and in what is typed on it (law of the edge: text stays text). The phone's
 * screens run on the pretended county of the fitting room; each answer of its server is changed on the way. On every screen,
 * for a volunteer, a village's worker and a station's head: nothing runs, no element of it comes to be, and the markup stands
 * there to be read.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FittingRoom } from '../../apps/phone/tests/fitting-room.ts';
import { done, isRead, listedWords, shortScript as script, spoilt } from './script-in-texts.ts';

let room: FittingRoom;
beforeAll(async () => {
  room = await FittingRoom.open();
}, 180_000);
afterAll(async () => {
  await room.close();
});

/** Runs in the page before its own script: the pretended server lives there. */
const onTheWay = `window.yimiOnTheWay = (() => {
  const script = ${JSON.stringify(script)};
  const listed = new Set(${JSON.stringify(listedWords)});
  return ${spoilt.toString()};
})();`;

interface Seen {
  readonly broken: string[];
  readonly shown: Set<string>;
}

async function look(page: Page, name: string, { broken, shown }: Seen): Promise<void> {
  // Lists and pictures arrive a moment after the screen.
  await page.waitForTimeout(300);
  const found = await done(page);
  if (found !== null) broken.push(`${name}: ${found}`);
  if (await isRead(page)) shown.add(name);
}

async function walk(page: Page, screens: Readonly<Record<string, string>>, seen: Seen): Promise<void> {
  for (const [name, hash] of Object.entries(screens)) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await look(page, name, seen);
  }
}

/** Screens of one person, and of one visit to them. */
function about(clientId: string, visitId: string) {
  return {
    today: '#/',
    people: '#/people',
    person: `#/people/${clientId}`,
    'correct-person': `#/people/${clientId}/correct`,
    register: '#/register',
    door: `#/visit/${clientId}`,
    call: `#/visit/${clientId}/call`,
    tell: `#/visit/${clientId}/tell`,
    saved: `#/saved/${visitId}`,
    outbox: '#/outbox',
    records: '#/records',
    record: `#/records/${visitId}`,
    correct: `#/records/${visitId}/correct`,
    numbers: '#/numbers',
    village: '#/numbers/village',
    trips: '#/trips',
    me: '#/me',
    'change-pin': '#/change-pin',
  };
}

async function opened(as: string): Promise<{ page: Page; clientId: string }> {
  const page = await room.opened(as, '', onTheWay);
  return { page, clientId: await page.evaluate(() => window.yimiDev.idOf('韦小妹')) };
}

it('runs on no screen of a volunteer, who has a question to answer and a record to mend', async () => {
  const seen = { broken: [], shown: new Set<string>() };
  const { page, clientId } = await opened('wei');
  await page.evaluate((typed) => window.yimiDev.refuseOne(typed), `摔了一跤${script}`);
  const visitId = await page.evaluate((typed) => window.yimiDev.ask(typed), `药还剩几天？${script}`);
  await walk(page, about(clientId, visitId), seen);
  expect(seen.broken).toEqual([]);
  for (const screen of ['today', 'person', 'tell', 'outbox', 'records', 'record', 'correct'])
    expect(seen.shown, screen).toContain(screen);
});

it.each(['qin', 'shi'] as const)('runs on no screen of a worker (%s)', async (as) => {
  const seen = { broken: [], shown: new Set<string>() };
  const { page, clientId } = await opened(as);
  await page.evaluate(([id, typed]) => window.yimiDev.recordOne(id, typed), [clientId, `水管坏了${script}`] as const);
  const visitId = await page.evaluate(() => window.yimiDev.ask('谁修？'));
  await walk(page, about(clientId, visitId), seen);
  expect(seen.broken).toEqual([]);
  for (const screen of ['today', 'people', 'person', 'correct-person', 'call', 'records', 'record', 'village'])
    expect(seen.shown, screen).toContain(screen);
});

it('runs neither in what is typed: the search, a note, a trip and why it is called off', async () => {
  const seen = { broken: [], shown: new Set<string>() };
  const { page, clientId } = await opened('shi');
  await page.getByRole('link', { name: /找人/ }).first().click();
  await page.getByRole('searchbox', { name: '找人' }).fill(script);
  await look(page, 'search', seen);
  await walk(page, { trips: '#/trips' }, seen);
  await page.getByRole('button', { name: '加一件' }).click();
  await page.getByLabel('是什么').fill(`轮椅${script}`.slice(0, 100));
  await page.getByRole('button', { name: '存好' }).click();
  await look(page, 'errand', seen);
  await page.getByRole('button', { name: '算一算这两周' }).click();
  await page.getByRole('button', { name: '照这样排，报站长' }).first().click();
  await page.getByRole('link', { name: '改这趟安排' }).waitFor();
  await look(page, 'trip', seen);
  await page.getByRole('link', { name: '改这趟安排' }).click();
  await look(page, 'trip-edit', seen);
  await page.goBack();
  await page.getByRole('button', { name: '取消这趟' }).first().click();
  await page.getByLabel('为什么取消？').fill(script);
  await page.getByRole('button', { name: '取消这趟' }).first().click();
  await page.getByText('取消了').first().waitFor();
  await look(page, 'called-off', seen);
  await walk(page, { tell: `#/visit/${clientId}/tell` }, seen);
  expect(seen.broken).toEqual([]);
  for (const screen of ['errand', 'trip', 'called-off']) expect(seen.shown, screen).toContain(screen);
});

it('and would be noticed: the same markup set as markup is', async () => {
  const { page } = await opened('wei');
  await page.evaluate((markup) => {
    document.body.insertAdjacentHTML('beforeend', markup);
  }, script);
  expect(await done(page)).toContain('elements 1');
  // Under the content policy of production not even then does any of it run.
  expect(await done(page)).toContain('ran false');
});
