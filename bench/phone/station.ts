/**
 * The bench's station: 20 villages of 250 people and 50,000 visits of the last year, brought in as any office would: people
 * registered and ledgers imported by commands, through the engine, with audit, rollups and hashes. The same on every machine
 * but for the days, which end today so that all of it lies in the window that phones hold (law S7).
 */
import { randomBytes } from 'node:crypto';
import { addDays, dayOf, derivedId, isProblem, startOfDay, uuidv7 } from '@yimi/kernel';
import { withCheckDigit } from '@yimi/people';
import { addAccounts, createCounty, hashPassword } from '../../apps/server/accounts/index.ts';
import { systemEnvelope } from '../../apps/server/engine.ts';
import type { Cellar } from '../../apps/server/house.ts';
import { openCellar, openHouse } from '../../apps/server/house.ts';
import { clauses, given, surnames, villageNames } from './words.ts';

export const size = { villages: 20, peopleEach: 250, visitsEach: 10 } as const;
export const login = { name: 'lan', password: '木桥村的风雨桥头' } as const;
export const countyId = derivedId('bench phone', 'county');
const named = (label: string): string => derivedId('bench phone', label);
const stationId = named('station');
const systemActor = '00000000-0000-8000-8000-000000000000';
const perCommand = 100;
const perBatch = 100;

/** A small generator of its own, so that the station is the same in every run. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
type Roll = ReturnType<typeof dice>;

function pick<T>(from: readonly T[], roll: Roll): T {
  const found = from[roll(from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** As phones make them: the time, then chance. A tenth of each id compresses; the rest is what ids cost. */
function idAt(ms: number, roll: Roll): string {
  return uuidv7(
    ms,
    Uint8Array.from({ length: 10 }, () => roll(256)),
  );
}

export interface BenchPerson {
  readonly clientId: string;
  readonly roomId: string;
  readonly name: string;
  readonly pinyin: string;
}

export const roomId = (at: number): string => named(`room ${at}`);
const workerId = (at: number): string => named(`worker ${at}`);

/** The register's line of one person: what a worker types. */
function registration(at: number, village: number, now: number, roll: Roll) {
  const surname = pick(surnames, roll);
  const first = pick(given, roll);
  const second = pick(given, roll);
  const two = (n: number) => String(n).padStart(2, '0');
  const birth = `${1931 + roll(60)}${two(1 + roll(12))}${two(1 + roll(28))}`;
  const day = addDays(dayOf(now), -420 - roll(200));
  return {
    clientId: idAt(startOfDay(day) + roll(80_000_000), roll),
    name: surname[0] + first[0] + second[0],
    pinyin: `${surname[1]} ${first[1]} ${second[1]}`,
    sex: roll(2) === 0 ? 'female' : 'male',
    birthDay: `${birth.slice(0, 4)}-${birth.slice(4, 6)}-${birth.slice(6)}`,
    phone: roll(3) === 0 ? null : `1${String(3_000_000_000 + roll(1_000_000_000) * 5)}`.slice(0, 11),
    idNumber: withCheckDigit(`459903${birth}${String(100 + (at % 900))}`),
    guardian: null,
    groups: pick([[], ['独居老人'], ['低保对象'], ['残疾人', '低保对象'], ['空巢老人'], ['特困人员']], roll),
    risk: pick(['ordinary', 'ordinary', 'ordinary', 'key', 'high'], roll),
    roomId: roomId(village),
    hamlet: pick(['上屯', '下屯', '坡脚屯', '河口屯', '新村'], roll),
    householdId: null,
    consents: ['service', 'photo'],
    assigneeId: null,
    day,
  };
}

function visitOf(clientId: string, village: number, now: number, roll: Roll) {
  const visitedAt = startOfDay(addDays(dayOf(now), -1 - roll(360))) + 8 * 3_600_000 + roll(9 * 3_600_000);
  const said = Array.from({ length: 2 + roll(3) }, () => pick(clauses, roll)).join('，');
  const met = roll(10) > 0;
  return {
    visitId: idAt(visitedAt + 60_000, roll),
    clientId,
    visitedAt,
    authorId: workerId(village),
    authorRole: 'village-worker',
    mode: roll(5) === 0 ? 'phone' : 'home',
    result: met ? 'home' : 'nobody',
    findings: met ? `${said}，血压${110 + roll(60)}/${65 + roll(35)}。` : null,
    needs: met && roll(3) === 0 ? [pick(['生活照料', '精神慰藉', '社会救助', '政策咨询'], roll)] : [],
    reviewedBy: roll(8) === 0 ? null : named('head'),
  };
}

type Push = (name: string, inputs: readonly unknown[]) => Promise<void>;

function pushing({ engine, now }: Cellar): Push {
  return async (name, inputs) => {
    for (let at = 0; at < inputs.length; at += perBatch) {
      const batch = inputs.slice(at, at + perBatch).map((input) => systemEnvelope(name, input, now()));
      const outcomes = await engine.push({ countyId, userId: systemActor }, batch);
      const bad = outcomes.find((one) => one.status !== 'accepted');
      if (bad !== undefined) throw new Error(`${name}: ${JSON.stringify(bad.problem)}`);
    }
  };
}

async function addPlaces(cellar: Cellar, push: Push): Promise<void> {
  const clock = { now: cellar.now, random: (length: number) => new Uint8Array(randomBytes(length)) };
  const made = await createCounty(cellar.owner, clock, { name: '量尺县', code: '459903', countyId });
  if (isProblem(made)) throw new Error(made.code);
  const code = '459903201';
  await push('network.add-station', [
    { stationId, name: '量尺乡社工站', code: `${code}000`, state: 'open', phone: null },
  ]);
  const rooms = villageNames(size.villages).map((name, at) => {
    return { roomId: roomId(at), stationId, name, code: `${code}${200 + at}`, minutesAway: 30, fromDay: '2024-01-01' };
  });
  await push('network.add-room', rooms);
  const post = { phone: null, stationId, agencyId: null, fromDay: '2024-01-01' };
  const people = [
    { userId: named('lan'), name: '蓝秀英', role: 'station-worker', roomId: null },
    { userId: named('head'), name: '石建国', role: 'station-head', roomId: null },
    ...rooms.map((room, at) => ({
      userId: workerId(at),
      name: `${pick(surnames, dice(at))[0]}村医`,
      role: 'village-worker',
      roomId: room.roomId,
    })),
  ];
  await push(
    'network.open-post',
    people.map((one, at) => ({ ...post, ...one, postId: named(`post ${at}`) })),
  );
  const hash = await hashPassword(login.password, cellar.secrets.pepper, randomBytes(16));
  if (isProblem(hash)) throw new Error(hash.code);
  const account = { userId: named('lan'), login: login.name, phone: null, name: '蓝秀英' };
  const heads = { userId: named('head'), login: 'shi', phone: null, name: '石建国' };
  await addAccounts(cellar, countyId, [account, heads], hash);
}

/** Makes the data folder's county; jobs run until nothing is left to follow, so that a server over it is at rest. */
export async function furnish(data: string, say: (line: string) => void): Promise<void> {
  const cellar = await openCellar({ data, databaseUrl: null }, () => undefined);
  if (isProblem(cellar)) throw new Error(cellar.code);
  const house = await openHouse(cellar, { log: () => undefined, publicUrl: 'http://localhost' });
  try {
    const push = pushing(cellar);
    const roll = dice(20_260_401);
    const now = cellar.now();
    await addPlaces(cellar, push);
    for (let village = 0; village < size.villages; village++) {
      const people = Array.from({ length: size.peopleEach }, (_, at) => registration(at, village, now, roll));
      await push('people.register-client', people);
      const visits = people.flatMap(({ clientId }) =>
        Array.from({ length: size.visitsEach }, () => visitOf(clientId, village, now, roll)),
      );
      visits.sort((one, other) => one.visitedAt - other.visitedAt);
      const ledgers: unknown[] = [];
      for (let at = 0; at < visits.length; at += perCommand) {
        const rows = visits.slice(at, at + perCommand);
        ledgers.push({ stationId, ledger: `探访台账${village}`, importedOn: dayOf(now), rows });
      }
      await push('services.import-visits', ledgers);
      say(`village ${village + 1} of ${size.villages}: ${people.length} people, ${visits.length} visits`);
    }
    await house.jobs.round();
    await house.jobs.round();
  } finally {
    await house.close();
    await cellar.close();
  }
}
