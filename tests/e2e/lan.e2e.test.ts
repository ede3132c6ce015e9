/**
 * `npm start -- --lan`: the program's own TLS on the local network. A browser that was not told to trust the certificate
 * asks its person first; one that was (as a phone on which it is installed) opens the console, enrols a phone, and opens
 * the app again without a network. An empty county, as on the first day.
 */
import { spawnSync } from 'node:child_process';
import { createHash, type X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Complaints } from './devices.ts';
import { Desk, openBrowser, Phone } from './devices.ts';
import { clearAway, newDataFolder, RunningHouse } from './running-house.ts';

const root = join(import.meta.dirname, '../..');
const password = 'sanjiang-2026';
const complaints: Complaints = [];

let data = '';
let house: RunningHouse;
let browser: Browser;
let phone: Phone | null = null;
let trusting: string[] = [];
let code = '';

function admin(...words: string[]): string {
  const done = spawnSync(process.execPath, ['apps/server/admin.ts', ...words, '--data', data], {
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`admin ${words[0]} ended with ${done.status}: ${done.stderr}`);
  return done.stdout;
}

/** The certificate that the server shows. */
function certificateOf(origin: string): Promise<X509Certificate> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const shown = socket.getPeerX509Certificate();
      socket.end();
      if (shown === undefined) reject(new Error('no certificate'));
      else resolve(shown);
    });
    socket.on('error', reject);
  });
}

beforeAll(async () => {
  data = await newDataFolder();
  admin('create-county', '--code', '450226', '--name', '三江侗族自治县');
  admin('import-divisions', '--county', '450226', '--open', '古宜镇');
  const worker = ['--login', 'lan', '--name', '蓝秀英', '--role', 'station-worker', '--station', '古宜镇'];
  code = /enrol\/([0-9A-Z-]+)/.exec(admin('create-account', ...worker))?.[1] ?? '';
  const officer = ['--login', 'wu', '--name', '吴丽萍', '--role', 'county-officer', '--password', password];
  admin('create-account', ...officer);
  house = await RunningHouse.start(data, '--lan');
  const key = (await certificateOf(house.origin)).publicKey.export({ type: 'spki', format: 'der' });
  trusting = [`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`];
  browser = await openBrowser(trusting);
}, 700_000);

afterAll(async () => {
  await phone?.throwAway();
  await browser?.close();
  await clearAway(house ?? null, data);
}, 120_000);

describe('the program on the local network', () => {
  it('says a TLS address of this machine, with a certificate that names it', async () => {
    expect(house.origin).toMatch(/^https:\/\//);
    const shown = await certificateOf(house.origin);
    expect(shown.checkIP(new URL(house.origin).hostname)).toBe(new URL(house.origin).hostname);
    expect(new Date(shown.validTo).getTime()).toBeGreaterThan(Date.now() + 365 * 86_400_000);
  });

  it('is not opened in silence by a browser that does not know the certificate', async () => {
    const wary = await openBrowser();
    try {
      const page = await wary.newPage();
      await expect(page.goto(`${house.origin}/console/`)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
    } finally {
      await wary.close();
    }
  });

  it('opens the console in a browser that trusts it', async () => {
    const county = await Desk.of(browser, house.origin, 'wu', password, complaints);
    await county.page.getByRole('button', { name: /^探访/ }).first().waitFor();
  });

  it('enrols a phone by its code, and the app opens again without a network', async () => {
    phone = await Phone.of('station phone', house.origin, complaints, trusting);
    const { page } = phone;
    await page.goto(`${house.origin}/phone/#/enrol/${code}`);
    await page.getByLabel('给自己定一个密码').fill(password);
    await page.getByLabel('再输一遍密码').fill(password);
    await page.getByRole('button', { name: '开通' }).tap();
    await phone.choosePin();
    await phone.untilKept();
    await phone.close();
    await phone.open(true);
    await phone.unlock();
    expect(complaints).toEqual([]);
  });
});
