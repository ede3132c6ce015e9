/** The wizard's questions as tests put them to the trial house: a file sent, looked at as a kind, imported, come to its end. */
import type { sql } from 'kysely';
import { expect } from 'vitest';
import * as z from 'zod';
import type { SheetPlan } from '../../../tests/ledgers/write-files.ts';
import { xlsx } from '../../../tests/ledgers/write-files.ts';
import type { Login, TrialHouse } from '../trial-house.ts';
import { counties, named, place } from '../trial-house.ts';
import type { Choices, TargetName } from './choices.ts';

export const Uploaded = z.object({
  fileId: z.string(),
  choices: z.custom<Choices>(),
  sheets: z.array(
    z.looseObject({
      columns: z.array(z.looseObject({ heading: z.string(), field: z.string().nullable(), because: z.string() })),
    }),
  ),
});
const Sent = z.looseObject({ fileId: z.string() });
const Page = z.looseObject({
  state: z.string(),
  counts: z.nullable(z.record(z.string(), z.number())),
  undoCounts: z.nullable(z.record(z.string(), z.number())),
});

export interface Started {
  readonly target?: TargetName;
  readonly stationId?: string | null;
  readonly change?: Partial<Choices>;
  readonly learned?: readonly object[];
}

/** A workbook of one sheet. */
export const sheet = (rows: SheetPlan['rows'], name = '台账'): Promise<Buffer> => xlsx([{ name, rows }]);

export type Desk = Awaited<ReturnType<typeof openDesk>>;

export async function openDesk(house: TrialHouse) {
  const cookies = new Map<Login, string>();
  for (const login of ['wei', 'lan', 'mo', 'wu', 'shi'] as const) cookies.set(login, await house.cookieOf(login));

  const call = async (
    login: Login,
    method: 'GET' | 'POST',
    url: string,
    payload?: object | Buffer,
    more: Record<string, string> = {},
  ) => {
    const type = Buffer.isBuffer(payload) ? 'application/octet-stream' : 'application/json';
    const headers = {
      'x-yimi': '1',
      cookie: cookies.get(login) ?? '',
      ...more,
      ...(payload === undefined ? {} : { 'content-type': type }),
    };
    return house.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  };

  /** A file sent in, and looked at as a kind of ledger of a station. */
  const upload = async (
    login: Login,
    bytes: Buffer,
    target: TargetName = 'people',
    stationId: string | null = place.station,
  ) => {
    const name = { 'x-file-name': encodeURIComponent('木桥村台账.xlsx') };
    const sent = await call(login, 'POST', '/api/imports/files', bytes, name);
    const file = Sent.safeParse(sent.json());
    if (!file.success) return { status: sent.statusCode, body: sent.json() as unknown };
    const asked = { target, stationId, fileId: file.data.fileId };
    const answer = await call(login, 'POST', '/api/imports/look-as', asked);
    return { status: answer.statusCode, body: answer.json() as unknown };
  };

  const start = async (login: Login, bytes: Buffer, more: Started = {}): Promise<string> => {
    const { target = 'people', stationId = place.station, change = {}, learned = [] } = more;
    const { fileId, choices } = Uploaded.parse((await upload(login, bytes, target, stationId)).body);
    const importId = named(`import ${fileId}`);
    const asked = { importId, fileId, stationId, choices: { ...choices, ...change }, learned };
    const answer = await call(login, 'POST', '/api/imports', asked);
    expect(answer.json(), answer.body).toEqual({ importId });
    return importId;
  };

  const settled = async (login: Login, importId: string) => {
    for (let n = 0; n < 600; n++) {
      const page = Page.parse((await call(login, 'GET', `/api/imports/${importId}`)).json());
      if (page.state !== 'running' && page.state !== 'undoing') return page;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the import does not come to its end');
  };

  /** Imported, and come to its end. */
  const imported = async (login: Login, bytes: Buffer, more: Started = {}) => {
    const importId = await start(login, bytes, more);
    return { importId, page: await settled(login, importId) };
  };

  /** Taken back, and come to its end. */
  const undone = async (login: Login, importId: string) => {
    const answer = await call(login, 'POST', `/api/imports/${importId}/undo`);
    expect(answer.statusCode, answer.body).toBe(200);
    return settled(login, importId);
  };

  /** What lies in the county's rows. */
  const found = async <T>(of: z.ZodType<T>, query: ReturnType<typeof sql>): Promise<T[]> => {
    const answer = await house.cellar.database.inCounty(counties.here, (trx) => query.execute(trx));
    return z.array(of).parse(answer.rows);
  };

  return { call, upload, start, settled, imported, undone, found };
}
