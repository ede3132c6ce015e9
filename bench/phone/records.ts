/** The station's records as they are published: read over the plain pull that phones of the first protocol speak. */
import { uuidv7 } from '@yimi/kernel';
import { PullResponse, PushResponse } from '@yimi/protocol';
import { catalogue } from '../../apps/catalogue.ts';
import { login } from './station.ts';

export type Tables = Record<string, { id: string; [column: string]: unknown }[]>;

interface Speaker {
  ask(path: string, body: object): Promise<unknown>;
}

/** Signs in by HTTP, without a phone. */
async function signIn(origin: string, name: string): Promise<Speaker> {
  const headers = { 'x-yimi': '1', 'content-type': 'application/json' };
  const post = (path: string, body: object, cookie: string) =>
    fetch(`${origin}${path}`, { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify(body) });
  const device = { id: crypto.randomUUID(), name: 'bench' };
  const session = await post('/api/session', { login: name, password: login.password, device }, '');
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { ask: async (path, body) => (await post(path, body, cookie)).json() };
}

/** Somebody else of the station records; each must be accepted. */
export async function pushAs(origin: string, name: string, command: string, inputs: readonly unknown[]): Promise<void> {
  const speaker = await signIn(origin, name);
  const v = catalogue.commands.get(command)?.version ?? 1;
  const occurredAt = Date.now();
  const batch = inputs.map((input) => {
    const id = uuidv7(occurredAt, crypto.getRandomValues(new Uint8Array(10)));
    return { id, name: command, v, occurredAt, input, dependsOn: [], mends: null, hints: [] };
  });
  const { outcomes } = PushResponse.parse(await speaker.ask('/api/sync/push', { protocol: 1, batch }));
  const bad = outcomes.find((one) => one.status !== 'accepted');
  if (bad !== undefined) throw new Error(JSON.stringify(bad.problem));
}

/** All that a station worker sees. */
export async function publishedRecords(origin: string): Promise<{ tables: Tables; counts: Record<string, number> }> {
  const speaker = await signIn(origin, login.name);
  const tables: Tables = {};
  const scopes: object[] = [];
  for (let more = true; more; ) {
    const said = PullResponse.parse(await speaker.ask('/api/sync/pull', { protocol: 1, scopes, diverged: [] }));
    more = said.more;
    for (const { scope, roleClass, version, hash, tables: parts } of said.parts) {
      scopes.push({ scope, roleClass, version, hash });
      for (const part of parts) {
        const rows = part.rows.map((row) => rowOf(part.columns, row));
        tables[part.table] = [...(tables[part.table] ?? []), ...rows];
      }
    }
  }
  const counts = Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]));
  return { tables, counts };
}

function rowOf(columns: readonly string[], values: readonly unknown[]): { id: string } {
  const row = Object.fromEntries(columns.map((column, at) => [column, values[at]]));
  return { ...row, id: String(row.id) };
}

export function initialsOf(pinyin: unknown): string {
  return String(pinyin)
    .split(' ')
    .map((syllable) => syllable.slice(0, 1))
    .join('');
}

/** Somebody of the last village, who comes last, and whose initials few share. */
export function somebody(tables: Tables): { name: string; initials: string } {
  const clients = tables['people.clients'] ?? [];
  const shared = new Map<string, number>();
  for (const { pinyin } of clients) shared.set(initialsOf(pinyin), (shared.get(initialsOf(pinyin)) ?? 0) + 1);
  const found = clients.findLast(({ pinyin }) => (shared.get(initialsOf(pinyin)) ?? 0) <= 5);
  if (found === undefined) throw new Error('nobody is known by initials');
  return { name: String(found.name), initials: initialsOf(found.pinyin) };
}
