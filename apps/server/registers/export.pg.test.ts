/** What leaves the program as a spreadsheet, on record and as a county files it; and the views that people keep. */
import excel from '@protobi/exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { ReadingCounty } from '../reads/reading-county.ts';
import { named, openReadingCounty, others, place, visited, who } from '../reads/reading-county.ts';

let county: ReadingCounty;
const purpose = '县民政局季度核对';

async function act(userId: string, name: string, input: unknown): Promise<void> {
  const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
  if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
}

async function figure(userId: string, name: string): Promise<number> {
  const { body } = await county.get(userId, `/api/figures/${name}/records`);
  return z.object({ total: z.number() }).parse(body).total;
}

async function acts(action: string): Promise<number> {
  return (await county.asOwner('select 1 from engine.audit where action = $1', [action])).length;
}

beforeAll(async () => {
  county = await openReadingCounty();
  await visited(county, 'v1', who.lan, named('client'), 1);
  await visited(county, 'v2', who.lan, named('潘'), 2, { findings: '=1+1 老人说屋顶漏雨' });
  await visited(county, 'v3', who.lan, named('潘'), 5);
  await act(who.lan, 'services.withdraw-visit', { visitId: named('v3'), reason: '记错了人' });
});
afterAll(() => county.close());

describe('An export', () => {
  const columns = ['day', 'room', 'name', 'result', 'photos', 'findings', 'idNumber'];
  async function exported(userId: string, body: object) {
    const headers = { 'x-actor': userId, 'x-yimi': '1' };
    return county.app.inject({ method: 'POST', url: '/api/registers/export', headers, payload: body });
  }

  it('is a paper with title, unit, period, its rows as many as the figure, sums, stamp area and who made it', async () => {
    const before = await acts('registers.export');
    const answer = await exported(who.lan, { register: 'visits', columns, purpose });
    expect(answer.statusCode).toBe(200);
    expect(decodeURIComponent(String(answer.headers['content-disposition']))).toContain(
      '清河乡社工站探访台账 2026年3月.xlsx',
    );
    expect(await acts('registers.export')).toBe(before + 1);
    const book = new excel.Workbook();
    // The library's types are older than Node's.
    await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(['探访台账', '未计入']);
    const sheet = book.worksheets[0];
    if (sheet === undefined) throw new Error('no sheet');
    expect(sheet.getCell('A1').value).toBe('清河乡社工站探访台账');
    expect(sheet.getCell('A2').value).toBe('填报单位：清河乡社工站　　统计期间：2026年3月');
    expect((sheet.getRow(3).values as unknown[]).slice(1)).toEqual([
      '序号',
      '探访日期',
      '村（居）',
      '服务对象',
      '探访结果',
      '照片（张）',
      '探访情况',
      '身份证号',
    ]);
    const total = await figure(who.lan, 'services.visits');
    const last = sheet.getRow(3 + total + 1);
    expect([last.getCell(1).value, last.getCell(2).value]).toEqual(['合计', `${total} 户次`]);
    expect(sheet.getRow(3 + total).getCell(1).value).toBe(total);
    expect(sheet.getCell('B4').value).toBeInstanceOf(Date);
    const findings = sheet.getSheetValues().map((row) => (Array.isArray(row) ? row[7] : null));
    expect(findings).toContain('=1+1 老人说屋顶漏雨');
    const text = sheet.getSheetValues().flat().join('\n');
    for (const said of ['制表人：蓝秀英', '审核人：', '（盖章处）', `用途：${purpose}`, '撤回或不予认可 1 条'])
      expect(text).toContain(said);
    expect(book.worksheets[1]?.getSheetValues().flat().join('\n')).toContain('撤回或不予认可');
  });

  it('counts who took back their consent to sharing, without a word of who it is; the station’s own screen says it', async () => {
    const clientId = named('潘');
    await act(who.lan, 'people.give-consent', { clientId, purpose: 'sharing', givenBy: 'person' });
    const body = { register: 'visits', columns: ['day', 'name', 'age', 'phone', 'idNumber', 'findings'], purpose };
    const texts = async () => {
      const book = new excel.Workbook();
      const answer = await exported(who.lan, body);
      await book.xlsx.load(new Uint8Array(answer.rawPayload).buffer as ArrayBuffer);
      return book.worksheets[0]?.getSheetValues().flat().join('\n') ?? '';
    };
    expect(await texts()).toContain('老人说屋顶漏雨');
    await act(who.lan, 'people.withdraw-consent', { clientId, purpose: 'sharing' });
    const after = await texts();
    expect(after).toContain('（不同意对外提供）');
    for (const said of ['潘老贵', '老人说屋顶漏雨']) expect(after).not.toContain(said);
    expect(after).toContain(`${await figure(who.lan, 'services.visits')} 户次`);
    const shown = await county.post(who.lan, '/api/registers/rows', body);
    expect(JSON.stringify(shown.body)).toContain('老人说屋顶漏雨');
    await act(who.lan, 'people.give-consent', { clientId, purpose: 'sharing', givenBy: 'person' });
  });

  it('is refused without a purpose, out of reach, and beyond what the reader may see', async () => {
    expect((await exported(who.lan, { register: 'visits' })).json()).toMatchObject({
      code: 'registers.purpose-needed',
    });
    expect((await exported(who.wu, { register: 'visits', columns: ['findings'], purpose })).statusCode).toBe(403);
    expect((await exported(others.shiyuan, { register: 'visits', purpose })).statusCode).toBe(403);
    const rival = { register: 'visits', level: 'station', place: place.other, purpose };
    expect((await exported(who.lan, rival)).statusCode).toBe(404);
  });

  it('says what for in the audit, to whoever may read purposes', async () => {
    await exported(who.wu, { register: 'clients', columns: ['name', 'room'], purpose });
    const { body } = await county.get(who.wu, '/api/audit?action=registers.export');
    const rows = z
      .object({ rows: z.array(z.object({ actorId: z.string(), purpose: z.string().nullable() })) })
      .parse(body);
    expect(rows.rows).toContainEqual({ actorId: who.wu, purpose });
  });
});

describe('Views', () => {
  const settings = { columns: ['day', 'name'], filters: { mode: 'home' }, sort: { by: 'day', order: 'asc' } };
  const Views = z.object({
    views: z.array(z.object({ id: z.string(), name: z.string(), mine: z.boolean(), settings: z.unknown() })),
  });
  const views = async (userId: string) => Views.parse((await county.get(userId, '/api/registers')).body).views;

  it('are their owner’s until the head shares one with the station, and can be taken back', async () => {
    const view = { viewId: named('view'), register: 'visits', name: '上门的', settings };
    await act(who.shi, 'services.save-view', view);
    expect(await views(who.shi)).toMatchObject([{ name: '上门的', mine: true, settings }]);
    expect(await views(who.lan)).toEqual([]);
    await act(who.shi, 'services.share-view', { viewId: view.viewId, stationId: place.station });
    expect(await views(who.lan)).toMatchObject([{ name: '上门的', mine: false }]);
    expect(await views(others.long)).toEqual([]);
    await act(who.shi, 'services.share-view', { viewId: view.viewId, stationId: null });
    expect(await views(who.lan)).toEqual([]);
    await act(who.shi, 'services.remove-view', { viewId: view.viewId });
    expect(await views(who.shi)).toEqual([]);
  });

  it('cannot be changed, shared or removed by others', async () => {
    const view = { viewId: named('蓝 view'), register: 'clients', name: '我的', settings };
    await act(who.lan, 'services.save-view', view);
    for (const [userId, name, input] of [
      [who.shi, 'services.save-view', view],
      [who.shi, 'services.remove-view', { viewId: view.viewId }],
      [who.shi, 'services.share-view', { viewId: view.viewId, stationId: place.station }],
      [who.lan, 'services.share-view', { viewId: view.viewId, stationId: place.station }],
      [who.shi, 'services.remove-view', { viewId: named('no view') }],
    ] as const) {
      const [outcome] = await county.world.send(userId, county.world.envelope(name, input));
      expect([name, outcome?.status, outcome?.problem?.code]).toEqual([name, 'refused', 'sync.out-of-reach']);
    }
  });
});
