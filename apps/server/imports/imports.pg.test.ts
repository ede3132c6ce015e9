/**
 * A ledger's whole way through the house, as people meet it: sent, looked over, tried out, imported by the job, reported,
 * its refused rows given back, mended and imported again, and taken back as one batch.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { people, idOf as personId, wrongId } from '../../../tests/ledgers/people.ts';
import type { SheetPlan } from '../../../tests/ledgers/write-files.ts';
import { xlsx } from '../../../tests/ledgers/write-files.ts';
import type { Login, TrialHouse } from '../trial-house.ts';
import { counties, named, newVisit, openTrialHouse, place } from '../trial-house.ts';
import type { Choices } from './choices.ts';
import { readLedger } from './reading/read-ledger.ts';
import type { Desk } from './trial-desk.ts';
import { openDesk, Uploaded } from './trial-desk.ts';

let house: TrialHouse;
let desk: Desk;
const call: Desk['call'] = (...asked) => desk.call(...asked);
const upload: Desk['upload'] = (...asked) => desk.upload(...asked);
const settled: Desk['settled'] = (...asked) => desk.settled(...asked);
const start = (login: Login, bytes: Buffer, change: Partial<Choices> = {}, learned: object[] = []) =>
  desk.start(login, bytes, { change: { consent: true, ...change }, learned });

beforeAll(async () => {
  house = await openTrialHouse();
  desk = await openDesk(house);
});
afterAll(() => house.close());

async function clientsNamed(name: string) {
  const found = await house.cellar.database.inCounty(counties.here, (trx) =>
    sql`select id, state, birth_day, groups, household_id, phone from people.clients where name = ${name}`.execute(trx),
  );
  return z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        birth_day: z.string().nullable(),
        groups: z.array(z.string()),
        household_id: z.string().nullable(),
        phone: z.string().nullable(),
      }),
    )
    .parse(found.rows);
}

const sheet = (rows: SheetPlan['rows'], more: Partial<SheetPlan> = {}): Promise<Buffer> =>
  xlsx([{ name: '低保', rows, ...more }]);
const headings = ['姓名', '身份证号', '电话', '村', '类别'];

describe('An import', () => {
  it('takes the good rows, tells why the others were not, and gives those back as the same file', async () => {
    const bytes = await sheet(
      [
        ['木桥村2025年台账'],
        headings,
        [people.guilan[0], people.guilan[1], '13800000001', '木桥', '低保'],
        [people.fuming[0], wrongId('19481112', '131'), '13800000002', '木桥村', '特困'],
        ['王二、王三', '', '', '木桥村', '低保'],
        ['合计', '', '', '', '3'],
      ],
      { merges: ['A1:E1'] },
    );
    const importId = await start('lan', bytes);
    expect(await settled('lan', importId)).toMatchObject({
      state: 'done',
      counts: { made: 1, refused: 2, there: 0, filled: 0, leftOut: 1 },
    });
    expect(await clientsNamed(people.guilan[0])).toMatchObject([
      { birth_day: '1953-07-01', groups: ['低保对象'], phone: '13800000001' },
    ]);
    const back = await call('lan', 'GET', `/api/imports/${importId}/refused`);
    const ledger = await readLedger(back.rawPayload);
    if ('problem' in ledger) throw new Error(ledger.code);
    const [first] = ledger.sheets;
    expect(first?.name).toBe('低保');
    expect(first?.merges).toHaveLength(1);
    expect(first?.rows.map((row) => row.cells.map((cell) => cell?.text ?? ''))).toEqual(
      [
        ['木桥村2025年台账'],
        [...headings, '导入未成功的原因'],
        [
          people.fuming[0],
          wrongId('19481112', '131'),
          '13800000002',
          '木桥村',
          '特困',
          '身份证号：身份证号不对：出生日期或校验位不符',
        ],
        ['王二、王三', '', '', '木桥村', '低保', '姓名：一格里有好几个人，请每人一行'],
      ].map((cells, at) => (at === 0 ? Array.from({ length: 1 }, () => cells[0]) : cells)),
    );
    expect(first?.rows[2]?.cells[1]?.note).toBe('身份证号不对：出生日期或校验位不符');
  });

  it('knows who is there already, and fills what is blank in their file if that was asked for', async () => {
    const rows = [headings, [people.dahai[0], people.dahai[1], '', '木桥村', '']];
    await settled('lan', await start('lan', await sheet(rows)));
    const again = [
      headings,
      [people.dahai[0], people.dahai[1], '13800000077', '木桥村', '残疾'],
      [people.xiumei[0], people.xiumei[1], '', '木桥村', ''],
    ];
    const skipped = await start('lan', await sheet(again));
    expect((await settled('lan', skipped)).counts).toMatchObject({ made: 1, there: 1, filled: 0 });
    expect(await clientsNamed(people.dahai[0])).toMatchObject([{ phone: null, groups: [] }]);
    const filled = await start('lan', await sheet([...again, ['', '', '', '', '']]), { there: 'fill' });
    expect((await settled('lan', filled)).counts).toMatchObject({ made: 0, there: 1, filled: 1 });
    expect(await clientsNamed(people.dahai[0])).toMatchObject([{ phone: '13800000077', groups: ['残疾人'] }]);
  });

  it('C3, S10: does nothing twice when the job is run by two processes at once and again', async () => {
    const bytes = await sheet([
      headings,
      ...Array.from({ length: 230 }, (_, at) => [
        `韦${String.fromCharCode(0x4e00 + at)}生`,
        personId(`1950${String(1 + (at % 12)).padStart(2, '0')}15`, String(100 + at)),
        '',
        '木桥村',
        '低保',
      ]),
    ]);
    const importId = await start('lan', bytes);
    expect((await settled('lan', importId)).counts).toMatchObject({ made: 230, refused: 0 });
    await house.cellar.database.inCounty(counties.here, (trx) =>
      sql`update network.imports set state = 'running' where id = ${importId}`.execute(trx),
    );
    await house.cellar.database.inCounty(counties.here, (trx) =>
      sql`delete from imports.progress where import_id = ${importId}`.execute(trx),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const found = await house.cellar.database.inCounty(counties.here, (trx) =>
      sql<{ n: number }>`select count(*)::int as n from people.clients where name like '韦%生'`.execute(trx),
    );
    expect(found.rows).toEqual([{ n: 230 }]);
    const lines = await house.cellar.database.inCounty(counties.here, (trx) =>
      sql<{
        outcome: string;
        n: number;
      }>`select outcome, count(*)::int as n from imports.lines where import_id = ${importId} group by 1`.execute(trx),
    );
    expect(lines.rows).toEqual([{ outcome: 'new', n: 230 }]);
  });

  it('makes households of members under one head', async () => {
    const bytes = await sheet([
      ['户主', '姓名', '与户主关系', '身份证号', '村'],
      [people.zhiqiang[0], people.zhiqiang[0], '户主', people.zhiqiang[1], '木桥村'],
      [people.zhiqiang[0], people.shunying[0], '母亲', people.shunying[1], '木桥村'],
    ]);
    expect((await settled('lan', await start('lan', bytes))).counts).toMatchObject({ made: 2 });
    const [son] = await clientsNamed(people.zhiqiang[0]);
    const [mother] = await clientsNamed(people.shunying[0]);
    expect(son?.household_id).not.toBeNull();
    expect(mother?.household_id).toBe(son?.household_id);
  });

  it('is taken back as one batch by the station head; whom somebody has visited since stays, and is listed', async () => {
    const bytes = await sheet([
      headings,
      [people.laoliu[0], people.laoliu[1], '', '木桥村', '低保'],
      ['石三妹', personId('19440404', '268'), '', '木桥村', '低保'],
    ]);
    const importId = await start('lan', bytes);
    await settled('lan', importId);
    const [visited] = await clientsNamed(people.laoliu[0]);
    const now = house.cellar.now();
    await house.system('services.record-visit', newVisit(named('visit after import'), visited?.id ?? '', now));
    expect((await call('lan', 'POST', `/api/imports/${importId}/undo`)).statusCode).toBe(403);
    expect((await call('shi', 'POST', `/api/imports/${importId}/undo`)).statusCode).toBe(200);
    expect(await settled('shi', importId)).toMatchObject({ state: 'undone', undoCounts: { withdrawn: 1, kept: 1 } });
    expect(await clientsNamed('石三妹')).toEqual([]);
    expect(await clientsNamed(people.laoliu[0])).toMatchObject([{ state: 'active' }]);
    const kept = (await call('shi', 'GET', `/api/imports/${importId}/lines?outcome=kept`)).json();
    expect(kept).toMatchObject({ rows: [{ name: people.laoliu[0] }] });
  });

  it('remembers what a heading was said to mean, for the next ledger of the station', async () => {
    const bytes = await sheet([
      ['姓名', '帮扶干部', '村'],
      ['龙一', '龙一', '木桥村'],
      ['龙二', '龙二', '木桥村'],
    ]);
    const { sheets, choices } = Uploaded.parse((await upload('lan', bytes)).body);
    expect(sheets[0]?.columns.find((one) => one.heading === '帮扶干部')?.field).toBeNull();
    const columns = choices.columns.map((one) => (one.heading === '帮扶干部' ? { ...one, field: 'guardian' } : one));
    await settled('lan', await start('lan', bytes, { columns }, [{ heading: '帮扶干部', field: 'guardian' }]));
    const next = Uploaded.parse(
      (
        await upload(
          'lan',
          await sheet([
            ['帮扶干部', '姓名'],
            ['龙二', '龙三'],
            ['龙一', '龙四'],
          ]),
        )
      ).body,
    );
    expect(next.sheets[0]?.columns.find((one) => one.heading === '帮扶干部')).toMatchObject({
      field: 'guardian',
      because: 'remembered',
    });
  });

  it('A5: another station’s people neither see nor touch it, and an officer of the county imports nobody', async () => {
    const importId = await start('lan', await sheet([headings, ['龙五', '', '', '木桥村', '']]));
    await settled('lan', importId);
    expect((await call('mo', 'GET', `/api/imports/${importId}`)).statusCode).toBe(404);
    expect((await call('mo', 'GET', `/api/imports/${importId}/refused`)).statusCode).toBe(404);
    expect((await upload('mo', await sheet([headings]))).status).toBe(403);
    expect((await upload('wu', await sheet([headings]))).status).toBe(403);
  });

  it('is refused until somebody states that consent lies on paper, and where no column holds a name', async () => {
    const { fileId, choices } = Uploaded.parse(
      (await upload('lan', await sheet([headings, ['龙六', '', '', '木桥村', '']]))).body,
    );
    const asked = { importId: named('no consent'), fileId, stationId: place.station, learned: [] };
    expect((await call('lan', 'POST', '/api/imports', { ...asked, choices })).json()).toMatchObject({
      code: 'imports.consent-not-confirmed',
    });
    const nameless = { ...choices, consent: true, columns: choices.columns.filter((one) => one.field !== 'name') };
    expect((await call('lan', 'POST', '/api/imports', { ...asked, choices: nameless })).json()).toMatchObject({
      code: 'imports.field-missing',
    });
  });

  it('A3: keeps no id number of the file in the clear, neither on disk nor in the audit', async () => {
    const { stdout } = await (await import('node:util'))
      .promisify((await import('node:child_process')).execFile)('grep', [
        '-rlaF',
        people.guilan[1],
        `${house.folder}/ledgers`,
      ])
      .catch(() => ({ stdout: '' }));
    expect(stdout).toBe('');
  });
});
