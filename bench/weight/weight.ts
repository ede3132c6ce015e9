/**
 * weight: the first visit of a browser that knows nothing, on the line and the slow phone of the other phone benches, until
 * the sign-in screen stands and the line is silent; all bytes of the line, headers included. What the service worker fetches
 * afterwards, so that the app opens without a network, is told apart.
 */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAway, RunningHouse } from '../../tests/e2e/running-house.ts';
import type { BenchRun, Figures } from '../main.ts';
import { Handset } from '../phone/handset.ts';
import { Link } from '../phone/link.ts';

const visits = 3;
/** Nothing has come over the line for so long: what was asked for is here. */
const silenceMs = 1_500;
const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10;

interface Visit {
  readonly kb: number;
  readonly fcp_s: number;
  readonly requests: number;
}

export async function run({ say }: BenchRun): Promise<Figures> {
  const data = await mkdtemp(join(tmpdir(), 'yimi-bench-weight-'));
  await chmod(data, 0o711);
  const house = await RunningHouse.start(data, '--demo');
  try {
    const phone = await middleOf(() => firstVisit(house.origin, '/phone/', true));
    say(`phone: ${JSON.stringify(phone)}`);
    const installed = await firstVisit(house.origin, '/phone/', false);
    say(`phone with its worker: ${JSON.stringify(installed)}`);
    const console = await middleOf(() => firstVisit(house.origin, '/console/', true));
    say(`console: ${JSON.stringify(console)}`);
    const open = await publicVisit(house, say);
    return {
      phone_kb: phone.kb,
      phone_fcp_s: phone.fcp_s,
      phone_requests: phone.requests,
      phone_installed_kb: installed.kb,
      phone_installed_requests: installed.requests,
      console_kb: console.kb,
      console_fcp_s: console.fcp_s,
      console_requests: console.requests,
      public_kb: open.kb,
      public_fcp_s: open.fcp_s,
    };
  } finally {
    await clearAway(house, data);
  }
}

/** The first open station's page of the demo county (`demo/places.ts`). */
async function publicVisit(house: RunningHouse, say: (line: string) => void): Promise<Visit> {
  const path = '/s/459926/gulouping';
  const { status } = await fetch(`${house.origin}${path}`);
  if (status !== 200) throw new Error(`${path} answers ${status}`);
  const visit = await middleOf(() => firstVisit(house.origin, path, true));
  say(`public: ${JSON.stringify(visit)}`);
  return visit;
}

async function middleOf(visit: () => Promise<Visit>): Promise<Visit> {
  const seen: Visit[] = [];
  for (let at = 0; at < visits; at++) seen.push(await visit());
  seen.sort((one, other) => one.fcp_s - other.fcp_s);
  const middle = seen[Math.floor(visits / 2)];
  if (middle === undefined) throw new Error('no visit');
  return middle;
}

/** @param alone without the service worker, which would go on fetching the rest of the app */
async function firstVisit(origin: string, path: string, alone: boolean): Promise<Visit> {
  const link = await Link.to(origin);
  const browser = await Handset.fresh();
  try {
    await browser.switchOn(alone ? 'block' : 'allow');
    await browser.page.goto(`${link.origin}${path}`);
    if (!path.startsWith('/s/')) await browser.page.getByLabel('密码', { exact: true }).waitFor();
    for (let before = -1; before !== link.passed.down; ) {
      before = link.passed.down;
      await browser.page.waitForTimeout(silenceMs);
    }
    const fcp = await browser.page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    if (fcp === undefined) throw new Error('nothing was painted');
    const { up, down, requests } = link.passed;
    return { kb: kilobytes(up + down), fcp_s: Math.round(fcp / 10) / 100, requests: requests.length };
  } finally {
    await browser.throwAway();
    await link.close();
  }
}
