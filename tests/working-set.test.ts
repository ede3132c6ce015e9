/** The working set of a phone: 5,000 people and 50,000 records, opened from its segments, searched, recorded on, folded (S7). */
import { scopes } from '@yimi/kernel';
import { clients, matches, searchTokens } from '@yimi/people';
import type { ScopePart } from '@yimi/protocol';
import { visits } from '@yimi/services';
import { emptyHash, halvesOf, hashText, MemoryPersistence, shift } from '@yimi/sync';
import { expect, it } from 'vitest';
import { catalogue } from '../apps/catalogue.ts';
import { named, newVisit, place, smallCounty, who } from './world/world.ts';

const people = 5_000;
const recordsEach = 10;

/** The village as the server would send it: the rows of one person, many times over, under other ids. */
function village(rows: Record<string, { row: Record<string, unknown>; times: number }>): ScopePart {
  const hash = emptyHash();
  const tables = Object.entries(rows).map(([table, { row, times }]) => {
    const columns = Object.keys(row);
    const made = Array.from({ length: times }, (_, at) => {
      const id = named(`${table} ${at}`);
      shift(hash, id, 1, 1);
      const clientId = named(`${clients.name} ${at % people}`);
      const own: Record<string, unknown> = { ...row, id, clientId, name: `韦${at}`, pinyin: `wei ${at}` };
      return columns.map((column) => own[column]);
    });
    return { table, columns, rows: made, versions: made.map(() => 1) };
  });
  const scope = scopes.room(place.room);
  return { scope, roleClass: 'station', reset: true, version: 1, hash: hashText(hash), tables, gone: [] };
}

it('opens with 5,000 people and 50,000 records, finds one by initials, records a visit and survives another opening', async () => {
  const world = await smallCounty();
  const first = await world.phone(who.lan);
  await first.sync();
  await world.send(who.lan, world.envelope('services.record-visit', newVisit(named('v1'), world)));
  await first.sync();
  const [client] = first.rows(clients);
  const [visit] = first.rows(visits);
  const disk = new MemoryPersistence();
  const known = await world.phone(who.lan, disk);
  await known.sync();
  const part = village({
    [clients.name]: { row: { ...client }, times: people },
    [visits.name]: { row: { ...visit }, times: people * recordsEach },
  });
  const halves = halvesOf(catalogue, { parts: [part], dropped: [] });
  await disk.appendSegment(halves.people, halves.history);
  const phone = await world.phone(who.lan, disk);
  expect(phone.rows(clients)).toHaveLength(people);
  expect(phone.rows(visits)).toHaveLength(people * recordsEach);
  expect(phone.scopes.find((one) => one.scope === part.scope)?.hash).toBe(part.hash);
  const found = phone.rows(clients).filter((row) => matches(searchTokens(row), '韦4321'));
  expect(found.map((row) => row.name)).toEqual(['韦4321']);
  const visitId = phone.newId();
  await phone.record('services.record-visit', newVisit(visitId, world, { clientId: found[0]?.id }));
  const again = await world.phone(who.lan, disk);
  expect(again.row(visits, visitId)?.clientId).toBe(found[0]?.id);
});
