/**
 * Certificates in the whole house: issued by a station, printed as a paper that holds what it must, checked by anybody who has
 * the number and by nobody else, and told truthfully when the hours change.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { certificateId } from '@yimi/activities';
import { answerNumberFrom } from '@yimi/needs';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ensurePdfText } from '../../../scripts/pdf-text.ts';
import { mostInAnHour } from '../public/limits.ts';
import type { TrialHouse } from '../trial-house.ts';
import { counties, idOf, openTrialHouse, place } from '../trial-house.ts';

let house: TrialHouse;
const number = answerNumberFrom(randomBytes(10));
const day = '2025-03-03';
const at = (clock: string): number => Date.parse(`${day}T${clock}:00+08:00`);
const period = { fromDay: '2025-03-01', toDay: '2025-03-31' };

beforeAll(async () => {
  house = await openTrialHouse();
  await helped(0, '09:00', '11:00');
  await helped(1, '14:00', '14:30');
  await issue(number);
}, 120_000);
afterAll(() => house.close());

/** 韦小妹 helped at an activity from then to then, as its list has it. */
async function helped(n: number, from: string, to: string): Promise<void> {
  const [activityId, entryId] = [`01890000-0000-7000-8000-00000000b00${n}`, `01890000-0000-7000-8000-00000000c00${n}`];
  await house.system('activities.plan', {
    ...{ title: ['腰鼓班第一课', '腰鼓班谢幕'][n], aim: '', kinds: ['文体健康'], roomId: place.room, seriesId: null },
    ...{ sessions: [{ activityId, day }], fromMinute: 540, toMinute: 660, venue: '村委会', places: null, shifts: [] },
    ...{ budget: 0, notice: null },
  });
  await house.system('activities.open', { activityId });
  await house.system('activities.sign-up', {
    ...{ entryId, activityId, part: 'helper', clientId: null, helperId: idOf('wei'), name: '韦小妹' },
    ...{ phone: null, shiftId: null, wholeSeries: false },
  });
  await house.system('activities.tick', { activityId, ticks: [{ entryId, attended: 'came' }] });
  await house.system('activities.note-hours', { entryId, fromAt: at(from), toAt: at(to) });
}
const issue = (of: string) =>
  house.system('activities.issue-certificate', {
    ...{ number: of, helperId: idOf('wei'), stationId: place.station, ...period, askedFor: true },
  });

const List = z.object({
  rows: z.array(z.object({ id: z.string(), number: z.string(), state: z.string(), minutes: z.number() })),
  stations: z.array(z.object({ name: z.string(), fromDay: z.string() })),
});
const as = async (login: Parameters<TrialHouse['cookieOf']>[0]) => ({
  'x-yimi': '1',
  cookie: await house.cookieOf(login),
});
const list = async (login: Parameters<TrialHouse['cookieOf']>[0]) =>
  house.app.inject({ url: `/api/certificates?helper=${idOf('wei')}`, headers: await as(login) });
const paper = async (login: Parameters<TrialHouse['cookieOf']>[0], of = number) =>
  house.app.inject({
    ...{ method: 'POST', url: '/api/certificates/paper', headers: await as(login) },
    payload: { certificateId: certificateId(of) },
  });
const check = (path: string, remoteAddress = '10.1.1.1') => house.app.inject({ url: path, remoteAddress });
const typed = (value: string, remoteAddress = '10.1.1.2') =>
  house.app.inject({
    ...{ method: 'POST', url: '/c/459901', remoteAddress },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ number: value }).toString(),
  });

function textOf(pdf: Buffer): string {
  const read = spawnSync(ensurePdfText(), ['-layout', '-', '-'], { input: pdf });
  return read.stdout.toString('utf8').replace(/[ \n\f]+/g, '');
}

describe('at the desk', () => {
  it('is listed for the station that issued it, and for nobody of another station, village or office', async () => {
    const { rows, stations } = List.parse((await list('lan')).json());
    expect(rows).toMatchObject([{ id: certificateId(number), number, state: 'valid', minutes: 150 }]);
    expect(stations).toEqual([expect.objectContaining({ name: '清河乡社工站', fromDay: day })]);
    expect(List.parse((await list('mo')).json())).toEqual({ rows: [], stations: [] });
    for (const login of ['wei', 'wu'] as const) expect((await list(login)).statusCode).toBe(403);
    expect((await house.app.inject({ url: `/api/certificates?helper=${idOf('wei')}` })).statusCode).toBe(401);
  });

  it('is printed with person, hours, content, issuer, number and day, and the act stands in the audit', async () => {
    const answer = await paper('lan');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.headers['cache-control']).toBe('no-store');
    const text = textOf(answer.rawPayload);
    for (const said of ['志愿服务证明', '韦小妹', '2小时30分钟', '腰鼓班第一课', '腰鼓班谢幕', '清河乡社工站'])
      expect(text).toContain(said);
    for (const said of [number, '2025年3月1日至2025年3月31日', 'http://localhost/c/459901'])
      expect(text).toContain(said);
    const audit = await house.app.inject({ url: '/api/audit?action=certificates.paper', headers: await as('wu') });
    expect(audit.body).toContain('certificates.paper');
  });

  it('is printed for no other station, and an unknown one is the same answer', async () => {
    const foreign = await paper('mo');
    expect(foreign.statusCode).toBe(404);
    expect((await paper('lan', answerNumberFrom(randomBytes(10)))).body).toBe(foreign.body);
    expect((await paper('wei')).statusCode).toBe(403);
  });
});

describe('checked by whoever holds the paper', () => {
  it('opens from its code and by typing the number, however badly, without account, cookie or script', async () => {
    const { statusCode, body, headers } = await check(`/c/459901/${number}`);
    expect([statusCode, headers['cache-control'], headers['set-cookie']]).toEqual([200, 'no-store', undefined]);
    for (const said of ['这份证明是真的，现在有效', '韦小妹', '2 小时 30 分钟', '腰鼓班第一课', '清河乡社工站', number])
      expect(body).toContain(said);
    expect(body).not.toMatch(/<script|\son\w+=|style="/);
    expect(String(headers['content-security-policy'])).toContain("script-src 'none'");
    const sloppy = await typed(
      ` ${number.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `,
    );
    expect([sloppy.statusCode, sloppy.body.includes('韦小妹')]).toEqual([200, true]);
    expect((await check(`/c/459901/${number}?lang=en`)).body).toContain('This certificate is true and stands');
  });

  it('A5: a wrong number, another county and what is no number at all are one answer that names nobody', async () => {
    const other = answerNumberFrom(randomBytes(10));
    const answers = await Promise.all([
      check(`/c/459901/${other}`),
      check(`/c/459902/${other}`),
      check(`/c/999999/${other}`),
    ]);
    for (const { statusCode, body } of answers) {
      expect([statusCode, body.includes('没有这个编号的证明'), body.includes('韦')]).toEqual([404, true, false]);
      expect(body.replaceAll(/\/c\/\d{6}/g, '')).toBe(answers[0]?.body.replaceAll(/\/c\/\d{6}/g, ''));
    }
    expect((await check(`/c/459902/${number}`)).statusCode).toBe(404);
    expect((await typed("' or 1=1 --")).statusCode).toBe(404);
    expect((await check('/c/abc')).statusCode).toBe(404);
  });

  it('the role of the public page sees no certificate without its number, and of one no more than the page says', async () => {
    const asked = async (text: string, answer = '') => {
      try {
        const found = await house.cellar.database.asResident(
          counties.here,
          (trx) => trx.executeQuery(CompiledQuery.raw(text)),
          answer,
        );
        return found.rows.length;
      } catch (error) {
        return String(Reflect.get(Object(error), 'code'));
      }
    };
    expect(await asked('select number from activities.certificates')).toBe(0);
    expect(await asked('select number from activities.certificates', number)).toBe(1);
    for (const column of ['helper_id', 'station_id', 'reason', 'issued_by'])
      expect(await asked(`select ${column} from activities.certificates`, number)).toBe('42501');
    expect(await asked('select helper_name from activities.hours')).toBe('42501');
  });

  it('may be tried so often in an hour from one place and no more', async () => {
    for (let n = 0; n < mostInAnHour.looking; n++) await typed('0000-0000-0000-0000', '10.7.7.7');
    const more = await typed(number, '10.7.7.7');
    expect([more.statusCode, more.body.includes('韦小妹')]).toEqual([503, false]);
    expect((await typed(number, '10.7.7.8')).statusCode).toBe(200);
  });

  it('no number reaches the log', () => {
    expect(house.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(house.lines)).not.toContain(number);
  });
});

describe('when things change', () => {
  it('says what the hours come to after one was struck, beside what the paper says', async () => {
    const { rows } = await house.cellar.database.inCounty(counties.here, (trx) =>
      trx.executeQuery(CompiledQuery.raw('select id from activities.hours where minutes = 30')),
    );
    const [struck] = z.array(z.object({ id: z.string() })).parse(rows);
    await house.system('activities.strike-hours', { hoursId: struck?.id, reason: '记错了人' });
    const { body } = await check(`/c/459901/${number}`);
    for (const said of ['2 小时 30 分钟', '现在计为 2 小时，']) expect(body).toContain(said);
    expect(body).not.toContain('记错了人');
  });

  it('a newer one over the same days is said to stand in its place, and the old paper is printed no more', async () => {
    const newer = answerNumberFrom(randomBytes(10));
    await issue(newer);
    expect((await check(`/c/459901/${number}`)).body).toContain('已经换发了新的');
    expect((await check(`/c/459901/${number}`)).body).not.toContain(newer);
    expect((await check(`/c/459901/${newer}`)).body).toContain('现在有效');
    expect((await paper('lan')).statusCode).toBe(404);
  });

  it('a withdrawn one says so and names nobody', async () => {
    const reason = '开错了期间';
    await house.system('activities.withdraw-certificate', { certificateId: certificateId(number), reason });
    const { statusCode, body } = await check(`/c/459901/${number}`);
    expect([statusCode, body.includes('已经作废')]).toEqual([200, true]);
    for (const hidden of ['韦小妹', '腰鼓班', reason]) expect(body).not.toContain(hidden);
  });
});
