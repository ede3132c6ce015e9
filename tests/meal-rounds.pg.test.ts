/**
 * 古街's meal rounds replayed on PostgreSQL (DOMAIN.md 6, Luqiao): ten volunteers, 1,200 meals in ten days, one door that nobody opens,
 * one round that nobody reports. What the console says, what the figure counts and what the phones hold agree.
 */
import { addDays, startOfDay } from '@yimi/kernel';
import { doors, mealIdOf, ownSheets, sheetIdOf } from '@yimi/meals';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mealRounds } from '../apps/server/meal-jobs.ts';
import type { ReadingCounty } from '../apps/server/reads/reading-county.ts';
import { countyId, named, openReadingCounty, place, who } from '../apps/server/reads/reading-county.ts';
import { newClient } from './world/world.ts';

let county: ReadingCounty;
const firstDay = '2026-03-11';
const volunteers = Array.from({ length: 10 }, (_, n) => ({ id: named(`deliverer ${n}`), name: `送餐${n + 1}号` }));
const dinersOf = (n: number): string[] => Array.from({ length: 12 }, (_, at) => named(`diner ${n} ${at}`));
/** 吴奶奶 of the third round eats with it on one day only, the one on which she does not open. */
const guest = named('guest');
const shutDay = 4;
const silentDay = 6;
const roundId = (n: number): string => named(`round ${n}`);
const at = (n: number, hour: number): number => startOfDay(addDays(firstDay, n)) + hour * 3_600_000;

function roundOf(n: number, ids: readonly string[]) {
  const contacts = [{ kind: 'neighbour', name: '对门', phone: '13800000077' }];
  return {
    ...{ roundId: roundId(n), stationId: place.station, name: `古街${n + 1}线`, weekdays: [1, 2, 3, 4, 5, 6, 7] },
    ...{ dueMinute: 13 * 60, delivererIds: [volunteers[n]?.id, volunteers[(n + 1) % 10]?.id], ended: false },
    diners: ids.map((clientId) => ({ clientId, note: null, contacts })),
  };
}

async function accepted(userId: string, ...commands: (readonly [name: string, input: unknown])[]): Promise<void> {
  const { world } = county;
  const outcomes = await world.send(userId, ...commands.map(([name, input]) => world.envelope(`meals.${name}`, input)));
  expect(outcomes.filter((one) => one.status !== 'accepted')).toEqual([]);
}
const jobs = () =>
  mealRounds({ database: county.opened.database, engine: county.world.engine, now: () => county.world.now }, countyId);
const delivered = async (): Promise<number> => {
  const rows = await county.asOwner(
    "select coalesce(sum(n), 0)::int as n from figures.rollups where figure = 'meals.delivered'",
  );
  return Number(rows[0]?.n);
};

/** Each volunteer's noon: a tick a door, sent together when the network is back, and the word that all is done. */
async function noon(n: number, day: number): Promise<void> {
  const sheetId = sheetIdOf(roundId(n), addDays(firstDay, day));
  const shut = n === 2 && day === shutDay;
  const ticked = dinersOf(n).map((id) => ['tick', { mealId: mealIdOf(sheetId, id), state: 'delivered' }] as const);
  const mealId = mealIdOf(sheetId, guest);
  const door = [
    ['tick', { mealId, state: 'unanswered' }],
    ['report-door', { mealId, called: 'neighbour', outcome: 'seen' }],
  ] as const;
  const report = n === 7 && day === silentDay ? [] : [['report-round', { sheetId }] as const];
  await accepted(volunteers[n]?.id ?? '', ...ticked, ...(shut ? door : []), ...report);
}

beforeAll(async () => {
  county = await openReadingCounty();
  const { world } = county;
  for (const { id, name } of volunteers) {
    const post = { postId: named(`post ${name}`), userId: id, name, phone: '13900000001', role: 'hamlet-volunteer' };
    const served = { stationId: place.station, roomId: place.room, agencyId: null, fromDay: '2026-01-01' };
    await world.system('network.open-post', { ...post, ...served });
  }
  for (const id of [...volunteers.flatMap((_, n) => dinersOf(n)), guest])
    await world.system('people.register-client', newClient(id, { name: `用餐${id.slice(0, 4)}`, assigneeId: null }));
  world.now = at(-1, 15);
  for (let n = 0; n < 10; n++) await accepted(who.lan, ['set-round', roundOf(n, dinersOf(n))]);
}, 120_000);
afterAll(() => county.close());

it('ten volunteers bring 1,200 meals in ten days; a shut door and a silent round are seen, and nothing is counted twice', async () => {
  const { world } = county;
  for (let day = 0; day < 10; day++) {
    world.now = at(day - 1, 16);
    // The guest is put on the list the day before, and off again on her day, while its sheet is on the way.
    if (day === shutDay) await accepted(who.lan, ['set-round', roundOf(2, [...dinersOf(2), guest])]);
    await jobs();
    world.now = at(day, 11);
    await jobs();
    if (day === shutDay) await accepted(who.lan, ['set-round', roundOf(2, dinersOf(2))]);
    for (let n = 0; n < 10; n++) await noon(n, day);
    world.now = at(day, 13) + 60_000;
    await jobs();
    await jobs();
    if (day === silentDay) await expectAlarm(addDays(firstDay, day));
  }
  expect(await delivered()).toBe(1200);
  const rows = await county.asOwner('select state, count(*)::int as n from meals.meals where day < $1 group by 1', [
    addDays(firstDay, 10),
  ]);
  expect(new Map(rows.map((row) => [row.state, row.n]))).toEqual(
    new Map([
      ['delivered', 1200],
      ['unanswered', 1],
    ]),
  );
  const alerts = await county.asOwner('select name, day from meals.sheets where alerted_at is not null');
  expect(alerts).toEqual([{ name: '古街8线', day: addDays(firstDay, silentDay) }]);
  expect(world.faults).toEqual([]);
}, 300_000);

/** The silent round stands first, with whom to call; to the county's officer nobody's meals are told. */
async function expectAlarm(day: string): Promise<void> {
  const { status, body } = await county.get(who.lan, `/api/meals?day=${day}`);
  expect(status).toBe(200);
  const told = body as { sheets: { name: string; late: boolean; callees: { name: string; as: string }[] }[] };
  expect(told.sheets.filter((sheet) => sheet.late).map(({ name }) => name)).toEqual(['古街8线']);
  expect(told.sheets[0]).toMatchObject({ name: '古街8线', counts: { all: 12, delivered: 12 } });
  expect(told.sheets[0]?.callees.map(({ name, as }) => [as, name])).toEqual([
    ['deliverer', '送餐8号'],
    ['deputy', '送餐9号'],
    ['head', '石建国'],
  ]);
  expect((await county.get(who.wu, '/api/meals')).status).toBe(403);
}

it('the month’s number opens to its meals: with names at the station, without at the county', async () => {
  const records = async (user: string) =>
    (await county.get(user, '/api/figures/meals.delivered/records?month=2026-03')).body;
  type Told = {
    total: number;
    rows: { kind: string; name: string | null }[];
    leftOut: { reason: string; n: number }[];
  };
  const [atStation, atCounty] = [(await records(who.lan)) as Told, (await records(who.wu)) as Told];
  const { body } = await county.get(who.lan, `/api/meals?day=${firstDay}`);
  expect(body).toMatchObject({ delivered: 1200 });
  for (const told of [atStation, atCounty]) expect(told.total).toBe(1200);
  expect(atStation.leftOut).toContainEqual({ reason: 'not-delivered', n: expect.any(Number) });
  expect(atStation.rows.every((row) => row.kind === 'meal' && row.name !== null)).toBe(true);
  expect(atCounty.rows.every((row) => row.name === null)).toBe(true);
});

it('the register and the month’s report say the same, and the county is told of no person behind a door', async () => {
  type Told = { rows: { cells: Record<string, unknown> }[]; summary: { total: number; leftOut: object[] } };
  const open = async (userId: string, more: object): Promise<Told> => {
    const asked = { register: 'meals', from: '2026-03', to: '2026-03', columns: ['name', 'round', 'state', 'outcome'] };
    const { status, body } = await county.post(userId, '/api/registers/rows', { ...asked, ...more });
    expect([status, body]).toEqual([200, expect.anything()]);
    return body as Told;
  };
  const shut = { rows: 'left-out', filters: { state: 'unanswered' } };
  expect((await open(who.lan, {})).summary.total).toBe(1200);
  expect((await open(who.lan, shut)).rows.map((row) => row.cells)).toEqual([
    { name: `用餐${guest.slice(0, 4)}`, round: '古街3线', state: 'unanswered', outcome: 'seen' },
  ]);
  const atCounty = { level: 'station', place: place.station, columns: ['round', 'state'], ...shut };
  expect((await open(who.wu, atCounty)).rows.map((row) => row.cells)).toEqual([
    { round: '古街3线', state: 'unanswered' },
  ]);
  const named = await county.post(who.wu, '/api/registers/rows', { register: 'meals', columns: ['outcome'] });
  expect(named.body).toMatchObject({ code: 'registers.purpose-needed' });
  const { body } = await county.get(who.shi, `/api/reports?station=${place.station}&month=2026-03`);
  const said = new Map((body as { lines: { key: string; value: number }[] }).lines.map((one) => [one.key, one.value]));
  expect([said.get('meals.total'), said.get('meals.unanswered')]).toEqual([1200, 1]);
});

it('a recount of all meals comes to the same number, and a station’s sheet opens door by door', async () => {
  const counted = await county.asOwner("select count(*)::int as n from meals.meals where state = 'delivered'");
  expect(counted[0]?.n).toBe(await delivered());
  const sheetId = sheetIdOf(roundId(2), addDays(firstDay, shutDay));
  const { status, body } = await county.get(who.shi, `/api/meals/${sheetId}`);
  expect(status).toBe(200);
  const told = body as { meals: { clientId: string; state: string; outcome: string | null }[] };
  expect(told.meals).toHaveLength(13);
  expect(told.meals.find((one) => one.clientId === guest)).toMatchObject({ state: 'unanswered', outcome: 'seen' });
  expect((await county.get(who.wu, `/api/meals/${sheetId}`)).status).toBe(403);
  expect((await county.get(who.lan, `/api/meals/${named('never')}`)).status).toBe(404);
});

it('when the day is over no phone keeps its doors', async () => {
  county.world.now = at(10, 9);
  await jobs();
  const phone = await county.world.phone(volunteers[4]?.id ?? '');
  await phone.sync();
  expect(phone.rows(ownSheets).map(({ day }) => day)).not.toContain(addDays(firstDay, 9));
  expect(phone.rows(doors).every((door) => phone.row(ownSheets, door.sheetId) !== null)).toBe(true);
  const left = await county.opened.database.inCounty(countyId, (trx) =>
    sql`select 1 from meals.doors d join meals.sheets s on s.id = d.sheet_id where s.day < ${addDays(firstDay, 10)}`.execute(
      trx,
    ),
  );
  expect(left.rows).toEqual([]);
});
