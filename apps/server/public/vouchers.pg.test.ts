/**
 * Vouchers in the whole house: the merchant's page takes one in once, whoever sends it and however often, and says so plainly; the slip and
 * the settlement sheet hold what they must and nobody's name; unused vouchers return by themselves.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import excel from '@protobi/exceljs';
import { dayOf } from '@yimi/kernel';
import { answerNumberFrom } from '@yimi/needs';
import { voucherId } from '@yimi/points';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ensurePdfText } from '../../../scripts/pdf-text.ts';
import { returnLapsed } from '../points-jobs.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, idOf, named, openTrialHouse, place } from '../trial-house.ts';
import { giveOut } from './ask-token.ts';
import { mostInAnHour } from './limits.ts';

let house: TrialHouse;
const shop = named('shop');
const other = named('other shop');
const tokens = { [shop]: answerNumberFrom(randomBytes(10)), [other]: answerNumberFrom(randomBytes(10)) };
const towel = { what: '毛巾一条', points: 2 };
const dayMs = 86_400_000;
const today = dayOf(Date.now());

beforeAll(async () => {
  house = await openTrialHouse();
  await house.system('points.change-rule', { inUse: true, perHour: 100, months: 24 });
  const keep = { offers: [towel], open: true };
  await save({ merchantId: shop, stationId: place.station, name: '26度万家驿站', ...keep });
  await save({ merchantId: other, stationId: null, name: '县超市', ...keep });
  const fromAt = Date.now() - 2 * dayMs;
  await house.system('activities.import-hours', {
    ...{ helperId: idOf('wei'), helperName: '韦小妹', roomId: place.room, system: 'zhiyuanyun', number: '1' },
    ...{ fromAt, toAt: fromAt + 3_600_000 },
  });
}, 120_000);
afterAll(() => house.close());

const save = (merchant: {
  merchantId: string;
  stationId: string | null;
  name: string;
  offers: object[];
  open: boolean;
}) => house.system('points.save-merchant', { ...merchant, token: tokens[merchant.merchantId] });
const as = async (login: Parameters<TrialHouse['cookieOf']>[0]) => ({
  'x-yimi': '1',
  cookie: await house.cookieOf(login),
});

async function reserved(merchantId = shop): Promise<string> {
  const number = answerNumberFrom(randomBytes(10));
  await house.system('points.reserve-voucher', {
    ...{ number, helperId: idOf('wei'), stationId: place.station, merchantId, offer: towel },
  });
  return number;
}
/** A form as the page gives it out, some time ago. */
const formOf = (merchantId: string, age = 10_000): string =>
  giveOut(house.cellar.secrets.pepper, merchantId, house.cellar.now() - age, randomBytes(10));
const sent = (
  number: string,
  { merchantId = shop, form = formOf(merchantId), ip = '10.9.0.1', day = '', lang = '' } = {},
) =>
  house.app.inject({
    ...{ method: 'POST', url: `/v/459901/${tokens[merchantId]}${lang}`, remoteAddress: ip },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: form, number, handedOn: day }).toString(),
  });
const inCounty = async (text: string): Promise<unknown[]> =>
  house.cellar.database.inCounty(counties.here, async (trx) => (await trx.executeQuery(CompiledQuery.raw(text))).rows);
const sums = async () =>
  inCounty(`select coalesce(sum(sixtieths) filter (where given_to = 'merchant'), 0)::int / 60 as merchant,
    (coalesce(sum(sixtieths) filter (where given_to = 'reserved'), 0) - coalesce(sum(sixtieths) filter (where taken_from = 'reserved'), 0))::int / 60 as reserved
    from points.entries`);

describe('the merchant’s page', () => {
  it('stands under an address of its own, without cookie, a helper’s name or a script but the house’s own, and nowhere else', async () => {
    const page = await house.app.inject({ url: `/v/459901/${tokens[shop]}` });
    expect([page.statusCode, page.headers['set-cookie']]).toEqual([200, undefined]);
    expect(page.headers['content-security-policy']).toMatch(
      /script-src 'self'; connect-src 'self'; worker-src 'self';/,
    );
    expect(page.body.match(/<script[^>]*>[^<]*<\/script>/g)).toEqual([
      '<script type="module" src="/v/page.js"></script>',
    ]);
    expect(page.headers['cache-control']).toBe('no-store');
    for (const said of ['26度万家驿站', '毛巾一条', '2 分']) expect(page.body).toContain(said);
    expect(page.body).not.toContain('韦小妹');
    const unknown = `/v/459901/${answerNumberFrom(randomBytes(10))}`;
    const elsewhere = `/v/459902/${tokens[shop]}`;
    for (const url of [unknown, elsewhere, '/v/459901/x', '/v/abc/x'])
      expect((await house.app.inject({ url })).statusCode).toBe(404);
  });

  it('takes a voucher in, says what to hand over, says the same to the same form, and to any other that it was used', async () => {
    const number = await reserved();
    const form = formOf(shop);
    const first = await sent(number.toLowerCase().replaceAll('-', ' '), { form });
    expect([first.statusCode, first.body.includes('能用'), first.body.includes('请把“毛巾一条”交给对方')]).toEqual([
      200,
      true,
      true,
    ]);
    expect((await sent(number, { form })).body).toContain('请把“毛巾一条”交给对方');
    const second = await sent(number);
    expect([second.statusCode, second.body.includes('已经核销过了'), second.body.includes('不要交东西')]).toEqual([
      422,
      true,
      true,
    ]);
    expect((await sent(number, { lang: '?lang=en' })).body).toContain('It was taken in on');
    expect(await sums()).toEqual([{ merchant: 2, reserved: 0 }]);
  });

  it('says plainly of each other code why it is not good', async () => {
    const number = await reserved();
    const foreign = await sent(number, { merchantId: other });
    expect([foreign.statusCode, foreign.body.includes('另一家商户的'), foreign.body.includes('毛巾一条 ·')]).toEqual([
      422,
      true,
      false,
    ]);
    expect((await sent('7K3M')).body).toContain('没有这个券码');
    expect((await sent(answerNumberFrom(randomBytes(10)))).body).toContain('没有这个券码');
    expect((await sent(number, { day: '2020-01-01' })).body).toContain('这个日子不对');
    expect((await sent(number, { day: 'gestern' })).body).toContain('这个日子不对');
    expect((await sent(number, { form: formOf(other) })).body).toContain('没有记上');
    expect((await sent(number, { form: formOf(shop, 0) })).body).toContain('按得太快了');
    await house.system('points.call-off-voucher', { voucherId: voucherId(number) });
    expect((await sent(number)).body).toContain('取消了它');
  });

  it('spends once when many tills and the desk send the same voucher at once', async () => {
    const number = await reserved();
    const before = z.array(z.object({ merchant: z.number() })).parse(await sums())[0]?.merchant ?? 0;
    const desk = house.system('points.redeem-voucher', { number, stationId: place.station, handedOn: today }).then(
      () => 'ok',
      () => 'refused',
    );
    const pages = await Promise.all(Array.from({ length: 6 }, (_, n) => sent(number, { ip: `10.9.1.${n}` })));
    const good = pages.filter(({ statusCode }) => statusCode === 200).length + ((await desk) === 'ok' ? 1 : 0);
    expect(good).toBe(1);
    expect(await sums()).toMatchObject([{ merchant: before + 2, reserved: 0 }]);
  });

  it('never lets two desks set aside at once what is there once', async () => {
    const [left] = z
      .array(z.object({ points: z.number() }))
      .parse(
        await inCounty(
          `select ((sum(sixtieths) filter (where given_to = 'helper')) - (sum(sixtieths) filter (where taken_from = 'helper')))::int / 60 as points from points.entries`,
        ),
      );
    const points = left?.points ?? 0;
    const offer = { what: '电饭锅', points };
    await save({
      merchantId: shop,
      stationId: place.station,
      name: '26度万家驿站',
      offers: [towel, offer],
      open: true,
    });
    const tries = Array.from({ length: 4 }, () =>
      house
        .system('points.reserve-voucher', {
          ...{
            number: answerNumberFrom(randomBytes(10)),
            helperId: idOf('wei'),
            stationId: place.station,
            merchantId: shop,
            offer,
          },
        })
        .then(
          () => 1,
          () => 0,
        ),
    );
    expect((await Promise.all(tries)).reduce((sum: number, one) => sum + one, 0)).toBe(1);
    const [row] = z
      .array(z.object({ id: z.string() }))
      .parse(await inCounty(`select id from points.vouchers where what = '电饭锅'`));
    await house.system('points.call-off-voucher', { voucherId: row?.id });
  });

  it('leads nowhere under its old address once another was given out', async () => {
    const old = tokens[other];
    tokens[other] = answerNumberFrom(randomBytes(10));
    await save({ merchantId: other, stationId: null, name: '县超市', offers: [towel], open: true });
    expect((await house.app.inject({ url: `/v/459901/${old}` })).statusCode).toBe(404);
    expect((await house.app.inject({ url: `/v/459901/${tokens[other]}` })).statusCode).toBe(200);
  });

  it('gives a phone the open vouchers of its own shop as digests, never a code or whose it is', async () => {
    const [open, used, elsewhere] = [await reserved(), await reserved(), await reserved(other)];
    await sent(used, { ip: '10.9.4.1' });
    const ask = (token: string) => house.app.inject({ url: `/v/459901/${token}/ready`, remoteAddress: '10.9.4.2' });
    const answer = await ask(tokens[shop] ?? '');
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const digest = (number: string) => createHash('sha256').update(number).digest('hex');
    expect(answer.body).toContain(digest(open));
    for (const hidden of [open, digest(used), digest(elsewhere), idOf('wei'), '韦小妹'])
      expect(answer.body).not.toContain(hidden);
    expect(
      Object.keys(
        z.object({ vouchers: z.array(z.record(z.string(), z.unknown())) }).parse(answer.json()).vouchers[0] ?? {},
      ).sort(),
    ).toEqual(['hash', 'lastDay', 'what']);
    expect((await ask(answerNumberFrom(randomBytes(10)))).statusCode).toBe(404);
    const tries = await Promise.all(Array.from({ length: mostInAnHour.merchant }, () => ask(tokens[shop] ?? '')));
    expect(tries.filter(({ statusCode }) => statusCode === 503).length).toBe(2);
  });

  it('answers nobody who tries code after code', async () => {
    const tries = Array.from({ length: mostInAnHour.merchant + 1 }, () =>
      house.app.inject({ url: `/v/459901/${tokens[other]}`, remoteAddress: '10.9.9.9' }),
    );
    const answers = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
    expect(answers.filter((one) => one === 503).length).toBe(1);
  });
});

describe('the desk of points', () => {
  const board = async (login: Parameters<TrialHouse['cookieOf']>[0]) =>
    house.app.inject({ url: '/api/points', headers: await as(login) });
  const Board = z.object({
    merchants: z.array(
      z.object({ name: z.string(), kept: z.boolean(), address: z.string().nullable(), token: z.string().nullable() }),
    ),
    vouchers: z.array(z.object({ helperName: z.string() })),
    helpers: z.array(z.object({ id: z.string() })),
  });

  it('shows a station its merchants, vouchers and people, the addresses to who keeps them, and other stations and volunteers nothing', async () => {
    const lan = Board.parse((await board('lan')).json());
    expect(lan.merchants.map(({ name, kept, address }) => [name, kept, address])).toEqual([
      ['26度万家驿站', false, null],
      ['县超市', false, null],
    ]);
    expect(lan.vouchers[0]?.helperName).toBe('韦小妹');
    const shi = Board.parse((await board('shi')).json());
    expect(shi.merchants[0]).toMatchObject({ kept: true, address: `http://localhost/v/459901/${tokens[shop]}` });
    expect(shi.merchants[1]).toMatchObject({ kept: false, token: null });
    const wu = Board.parse((await board('wu')).json());
    expect([wu.merchants.every(({ kept }) => kept), wu.vouchers, wu.helpers]).toEqual([true, [], []]);
    const mo = Board.parse((await board('mo')).json());
    expect([mo.merchants.map(({ name }) => name), mo.vouchers]).toEqual([['县超市'], []]);
    expect((await board('wei')).statusCode).toBe(403);
  });

  it('tells a helper’s points to their own station alone', async () => {
    const ask = async (login: Parameters<TrialHouse['cookieOf']>[0]) =>
      house.app.inject({ url: `/api/points/helper?helper=${idOf('wei')}`, headers: await as(login) });
    expect((await ask('lan')).json()).toMatchObject({ declined: false });
    expect((await ask('mo')).statusCode).toBe(404);
    for (const login of ['wei', 'wu'] as const) expect((await ask(login)).statusCode).toBe(403);
  });

  it('prints a slip with code, thing, shop and last day, and nobody’s name, while it is good', async () => {
    const number = await reserved();
    const slip = async (login: Parameters<TrialHouse['cookieOf']>[0]) =>
      house.app.inject({
        method: 'POST',
        url: '/api/points/slip',
        headers: await as(login),
        payload: { voucherId: voucherId(number) },
      });
    const answer = await slip('lan');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const read = spawnSync(ensurePdfText(), ['-layout', '-', '-'], { input: answer.rawPayload });
    const text = read.stdout.toString('utf8').replace(/[ \n\f]+/g, '');
    for (const said of ['积分兑换券', '毛巾一条', '26度万家驿站', number, '清河乡社工站']) expect(text).toContain(said);
    expect(text).not.toContain('韦小妹');
    expect((await slip('mo')).statusCode).toBe(404);
    await sent(number, { ip: '10.9.2.1' });
    expect((await slip('lan')).statusCode).toBe(404);
  });

  it('settles a month: the sheet is a workbook, for who keeps the merchant, and its sum is what the ledger moved', async () => {
    const ask = async (login: Parameters<TrialHouse['cookieOf']>[0], more: object = { purpose: '和商户结算' }) =>
      house.app.inject({
        ...{ method: 'POST', url: '/api/points/settlement', headers: await as(login) },
        payload: { merchantId: shop, month: today.slice(0, 7), ...more },
      });
    const answer = await ask('lan');
    expect([answer.statusCode, answer.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    const book = new excel.Workbook();
    await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
    const sheet = book.worksheets[0];
    const rows = Array.from({ length: sheet?.rowCount ?? 0 }, (_, n) => sheet?.getRow(n + 1).values);
    const values = rows.flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : []));
    const spent = values.filter((row) => row[1] === '毛巾一条');
    const total = values.find((row) => row[0] === '合计')?.at(-1);
    expect(spent.length).toBeGreaterThan(1);
    expect(spent.reduce((sum, row) => sum + Number(row.at(-1)), 0)).toBe(total);
    expect(await sums()).toMatchObject([{ merchant: total }]);
    expect(JSON.stringify(values)).not.toContain('韦小妹');
    expect((await ask('lan', {})).statusCode).toBe(400);
    expect((await ask('mo')).statusCode).toBe(404);
    const audit = await house.app.inject({ url: '/api/audit?action=points.settlement', headers: await as('wu') });
    expect(audit.body).toContain('points.settlement');
  });

  it('returns by itself what nobody took in, a week after its last day and not before', async () => {
    const number = await reserved();
    const { database } = house.cellar;
    const turn = async (days: number) => {
      const parts = { database, engine: house.cellar.engine, now: () => Date.now() + days * dayMs };
      await returnLapsed(parts, counties.here);
    };
    const state = () => inCounty(`select state from points.vouchers where number = '${number}'`);
    await turn(0);
    expect(await state()).toEqual([{ state: 'reserved' }]);
    // The engine’s clock decides, not the job’s: asked too early, nothing returns.
    await turn(40);
    expect(await state()).toEqual([{ state: 'reserved' }]);
    await inCounty(
      `update points.vouchers set last_day = '2026-01-01', reserved_on = '2025-12-01' where number = '${number}'`,
    );
    await turn(0);
    expect(await state()).toEqual([{ state: 'returned' }]);
    expect((await sent(number, { ip: '10.9.3.1' })).body).toContain('过期了');
  });
});
