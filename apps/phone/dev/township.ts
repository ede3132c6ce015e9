/**
 * A township that does not exist, on the memory store, in the page: a station, four villages, people with months of visits.
 * Everything goes through the real engine, so that what the screens show was derived and not painted.
 */
import type { HeldScope, Post } from '@yimi/kernel';
import { activePosts, addDays, dayOf, derivedId, startOfDay, uuidv7 } from '@yimi/kernel';
import { heldScopes, posts, rooms } from '@yimi/network';
import type { Envelope, PullResponse, PushResponse } from '@yimi/protocol';
import type { Transport } from '@yimi/sync';
import { MemoryStore, pull, ServerEngine, systemActor } from '@yimi/sync';
import { catalogue } from '../../catalogue.ts';

export const countyId = derivedId('dev', 'county');
export const named = (label: string): string => derivedId('dev', label);

export const holders = {
  wei: { userId: named('韦彩云'), name: '韦彩云', login: 'weicaiyun', role: 'hamlet-volunteer' },
  qin: { userId: named('覃大海'), name: '覃大海', login: 'qindahai', role: 'village-worker' },
  lan: { userId: named('蓝秀英'), name: '蓝秀英', login: 'lanxiuying', role: 'station-worker' },
  shi: { userId: named('石明远'), name: '石明远', login: 'shimingyuan', role: 'station-head' },
} as const;
export type HolderKey = keyof typeof holders;

const villages = ['归冲村', '枫木村', '上塘村', '大瑶冲'] as const;
const hamlets = ['上屯', '鼓楼屯', '桥头', '下寨'] as const;
const surnames = [
  ['韦', 'wei'],
  ['覃', 'qin'],
  ['吴', 'wu'],
  ['石', 'shi'],
  ['蓝', 'lan'],
  ['梁', 'liang'],
  ['杨', 'yang'],
  ['潘', 'pan'],
] as const;
const givens = [
  ['小妹', 'xiao mei'],
  ['桂香', 'gui xiang'],
  ['培安', 'pei an'],
  ['玉兰', 'yu lan'],
  ['世昌', 'shi chang'],
  ['通顺', 'tong shun'],
  ['阿妹', 'a mei'],
  ['老六', 'lao liu'],
  ['秀英', 'xiu ying'],
  ['国栋', 'guo dong'],
  ['丽芳', 'li fang'],
] as const;
const groupSets = [
  ['独居老人'],
  ['失能老人'],
  ['残疾人'],
  ['留守儿童'],
  ['低保对象', '空巢老人'],
  ['特困人员'],
  [],
] as const;
const findings = [
  '血压药快吃完了，说赶圩时去卫生院拿。',
  '膝盖还痛，走不远，想要一根拐杖。',
  '儿子从东莞寄钱回来了，精神好多了。',
  '屋顶漏雨，床边放了桶。',
  '一个人吃饭，常常一顿煮两顿吃。',
  null,
] as const;

export class Township {
  now = Date.now();
  readonly store = new MemoryStore();
  readonly engine: ServerEngine;
  readonly faults: unknown[] = [];
  /** What a test does to an answer of the pretended server on its way. */
  readonly #onTheWay: (answer: PullResponse) => PullResponse;

  constructor(onTheWay: (answer: PullResponse) => PullResponse = (answer) => answer) {
    this.#onTheWay = onTheWay;
    this.engine = new ServerEngine({
      catalogue,
      store: this.store,
      now: () => this.now,
      // Only told apart, never kept: the page has no synchronous SHA-256.
      digest: (text) => derivedId('digest', text),
      posts: (_tx, userId, now) => this.postsOf(userId, now),
      fault: (error) => this.faults.push(error),
    });
  }

  #all(table: { name: string }) {
    return [...(this.store.county(countyId).rows.get(table.name)?.values() ?? [])].map(({ row }) => row);
  }

  postsOf(userId: string, now = this.now): Post[] {
    const mine = this.#all(posts)
      .map((row) => posts.schema.parse(row))
      .filter((post) => post.userId === userId);
    return activePosts(mine, dayOf(now));
  }

  #heldBy(userId: string): HeldScope[] {
    const all = this.#all(rooms).map((row) => rooms.schema.parse(row));
    return heldScopes(userId, this.postsOf(userId), (stationId) =>
      all.filter((room) => room.stationId === stationId).map((room) => room.id),
    );
  }

  async send(userId: string, name: string, input: unknown, at = this.now): Promise<string> {
    this.now = at;
    const id = uuidv7(at, crypto.getRandomValues(new Uint8Array(10)));
    const envelope: Envelope = { id, name, v: 1, occurredAt: at, input, dependsOn: [], mends: null, hints: [] };
    const [outcome] = await this.engine.push({ countyId, userId }, [envelope]);
    if (outcome?.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    return id;
  }

  system(name: string, input: unknown): Promise<string> {
    return this.send(systemActor, name, input);
  }

  transport(userId: string): Transport {
    const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    return {
      push: async (batch): Promise<PushResponse> => {
        this.now = Date.now();
        return { outcomes: copy(await this.engine.push({ countyId, userId }, copy([...batch]))) };
      },
      pull: (request): Promise<PullResponse> =>
        this.store.snapshot(countyId, async (snapshot) => {
          const parts = { catalogue, entitled: this.#heldBy(userId), now: this.now };
          const asked = { protocol: 1, scopes: [...request.scopes], diverged: [...request.diverged] };
          return this.#onTheWay(copy(await pull(parts, snapshot, asked)));
        }),
    };
  }
}

function clientInput(at: number, today: string) {
  const [surname, reading] = surnames[at % surnames.length] ?? surnames[0];
  const [given, rest] = givens[(at * 5) % givens.length] ?? givens[0];
  const village = at % 3 === 0 ? (at / 3) % villages.length : 0;
  return {
    clientId: named(`client ${at}`),
    name: at === 0 ? '韦小妹' : surname + given,
    pinyin: at === 0 ? 'wei xiao mei' : `${reading} ${rest}`,
    sex: at % 2 === 0 ? 'female' : 'male',
    birthDay: `${1936 + ((at * 7) % 30)}-0${1 + (at % 9)}-1${at % 9}`,
    phone: at % 4 === 3 ? null : `138${String(76_543_210 + at * 1_357).padStart(8, '0')}`,
    idNumber: null,
    guardian: null,
    groups: groupSets[at % groupSets.length] ?? [],
    risk: at % 7 === 0 ? 'high' : at % 3 === 0 ? 'key' : 'ordinary',
    roomId: named(villages[village] ?? villages[0]),
    hamlet: hamlets[at % hamlets.length] ?? '',
    householdId: null,
    consents: at % 5 === 4 ? ['service'] : ['service', 'photo'],
    assigneeId: at < 9 && village === 0 ? holders.wei.userId : null,
    day: addDays(today, -170),
  };
}

export async function smallTownship(
  people: number,
  onTheWay?: (answer: PullResponse) => PullResponse,
): Promise<Township> {
  const world = new Township(onTheWay);
  const today = dayOf(Date.now());
  const station = named('station');
  const day = addDays(today, -400);
  world.now = startOfDay(day);
  await world.system('network.add-station', {
    stationId: station,
    name: '清河乡社工站',
    code: '459901201000',
    state: 'open',
    phone: '0772-8610012',
  });
  for (const [at, name] of villages.entries()) {
    await world.system('network.add-room', {
      roomId: named(name),
      stationId: station,
      name,
      code: `45990120120${at}`,
      minutesAway: 30 + at * 20,
      fromDay: day,
    });
  }
  for (const { userId, name, role } of Object.values(holders)) {
    const roomId = role === 'hamlet-volunteer' || role === 'village-worker' ? named('归冲村') : null;
    await world.system('network.open-post', {
      postId: named(`post ${name}`),
      userId,
      name,
      phone: '13977200110',
      role,
      stationId: station,
      roomId,
      agencyId: null,
      fromDay: day,
    });
  }
  const clients = Array.from({ length: people }, (_, at) => clientInput(at, today));
  world.now = startOfDay(addDays(today, -170));
  for (const client of clients) await world.send(holders.shi.userId, 'people.register-client', client);
  await firstHousehold(world, today);
  await pastVisits(world, clients.slice(0, 60), today);
  await villageWishes(world, today);
  world.now = Date.now();
  return world;
}

/** What villages wait for, and how one gets there: enough for a trip to be proposed. */
async function villageWishes(world: Township, today: string): Promise<void> {
  world.now = startOfDay(addDays(today, -1));
  const wishes = [
    ['drop-off', '归冲村', '申请表 20 张'],
    ['drop-off', '枫木村', '轮椅一把，放村委会'],
    ['errand', '上塘村', '低保复核表盖章'],
  ] as const;
  for (const [kind, village, text] of wishes) {
    const input = {
      errandId: named(text),
      roomId: named(village),
      clientId: null,
      kind,
      text,
      byDay: addDays(today, 3),
    };
    await world.send(holders.lan.userId, 'services.add-errand', input);
  }
  for (const [at, village] of villages.entries()) {
    const direction = (['n', 'n', 'se', 'w'] as const)[at] ?? null;
    const office = { officeDays: [1, 2, 3, 4, 5], officeFrom: 540, officeTo: 1020 };
    const input = { roomId: named(village), minutes: null, direction, ...office };
    await world.send(holders.lan.userId, 'services.set-village-facts', input);
  }
}

/** The first person's house: a husband, a daughter far away, a neighbour. */
async function firstHousehold(world: Township, today: string): Promise<void> {
  const [first, second, third] = ['client 0', 'client 1', 'client 2'].map(named);
  const send = (name: string, input: unknown) => world.send(holders.shi.userId, name, input, world.now + 1);
  await send('people.make-household', {
    ...{
      householdId: named('household'),
      roomId: named('归冲村'),
      hamlet: '上屯',
      address: '鼓楼后第三家',
      phone: null,
    },
    ...{ headId: second, memberIds: [first, second], day: addDays(today, -169) },
  });
  await send('people.tie-clients', {
    ...{ tieId: named('tie daughter'), clientId: first, kind: 'child', otherId: null },
    contact: { name: '石春花', phone: '13977211806' },
  });
  await send('people.tie-clients', {
    ...{ tieId: named('tie neighbour'), clientId: first, kind: 'neighbour', otherId: third, contact: null },
  });
  const changes = {
    languages: { from: [], to: ['侗', '桂柳话'] },
    ethnicity: { from: null, to: '侗族' },
    whereabouts: { from: null, to: 'both-here' },
    selfCare: { from: null, to: 'partly-unsupported' },
  };
  await send('people.correct-client', { clientId: first, changes });
}

/** Each in their own rhythm; some were not seen for long, one not at all. */
async function pastVisits(
  world: Township,
  clients: readonly ReturnType<typeof clientInput>[],
  today: string,
): Promise<void> {
  const planned = clients.flatMap((client, at) => {
    const every = [9, 27, 41, 23][at % 4] ?? 30;
    const newest = 1 + ((at * 11) % 34);
    const count = at === 5 ? 0 : Math.min(5, Math.floor((168 - newest) / every));
    return Array.from({ length: count }, (_, n) => ({ client, at, daysAgo: newest + n * every, n }));
  });
  planned.sort((one, other) => other.daysAgo - one.daysAgo);
  for (const { client, at, daysAgo, n } of planned) {
    const when = startOfDay(addDays(today, -daysAgo)) + (8 + ((at + n) % 9)) * 3_600_000;
    const author =
      client.assigneeId ??
      (client.roomId === named('归冲村') && at % 2 === 0 ? holders.qin.userId : holders.lan.userId);
    await world.send(
      author,
      'services.record-visit',
      {
        visitId: named(`visit ${client.clientId} ${n}`),
        clientId: client.clientId,
        visitedAt: when,
        mode: n % 4 === 3 ? 'phone' : 'home',
        result: (at + n) % 9 === 8 ? 'nobody' : 'home',
        findings: findings[(at + n) % findings.length] ?? null,
        needs: n % 2 === 0 ? ['生活照料'] : [],
        files: [],
      },
      when,
    );
    if (daysAgo > 10 && author !== holders.lan.userId) {
      await world.send(holders.lan.userId, 'services.review-visit', {
        visitId: named(`visit ${client.clientId} ${n}`),
      });
    }
  }
}
