/**
 * What does not add up in the network, as a list of rules over its facts. "2–4 workers a station" cannot hold 23 people in 5
 * stations; a total of 1,253 is not 806 towns and 312 townships: the program shows such contradictions, names the numbers and
 * what to do, and hides none (DOMAIN.md 6). It never decides which side is right.
 */
import type { Day, Role } from '@yimi/kernel';
import type { Statement } from './changes.ts';
import type { TownKind } from './divisions.ts';
import { townKindOf } from './divisions.ts';

export interface NetworkFacts {
  readonly stations: readonly { id: string; name: string; code: string; state: 'open' | 'planned' }[];
  readonly rooms: readonly {
    id: string;
    name: string;
    code: string;
    stationId: string;
    mergedInto: string | null;
  }[];
  /** Posts held today, with their holders. */
  readonly posts: readonly {
    id: string;
    userId: string;
    name: string;
    role: Role;
    stationId: string | null;
    roomId: string | null;
  }[];
  readonly agencies: number;
  readonly statements: readonly Statement[];
  readonly today: Day;
}

export interface FactPlace {
  readonly level: 'county' | 'station' | 'room';
  readonly id: string;
  readonly name: string;
}

export const contradictionCodes = [
  'workers-overall',
  'station-many',
  'station-few',
  'no-head',
  'two-heads',
  'post-at-merged-room',
  'post-at-other-station',
  'post-at-planned-station',
  'same-code',
  'same-name',
  'no-villages',
  'count-differs',
  'parts-do-not-sum',
  'divisions-differ',
] as const;
export type ContradictionCode = (typeof contradictionCodes)[number];

export interface Contradiction {
  readonly code: ContradictionCode;
  /** Whom it concerns, most important first; none: the county as a whole. */
  readonly places: readonly FactPlace[];
  /** Stations whose readers may know of it; none: the county's desk only. */
  readonly stationIds: readonly string[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly words: Readonly<Record<string, string>>;
  /** The post that stands in the wrong place, for whoever moves it. */
  readonly postId: string | null;
}

/** 002: a township station has two to four workers, until a paper of the county says something else. */
const usualWorkers = { least: 2, most: 4, source: '' } as const;

type Rule = (facts: NetworkFacts) => Contradiction[];
type Station = NetworkFacts['stations'][number];
type Room = NetworkFacts['rooms'][number];

const stationPlace = ({ id, name }: Station): FactPlace => ({ level: 'station', id, name });
const roomPlace = ({ id, name }: Room): FactPlace => ({ level: 'room', id, name });

function found(code: ContradictionCode, more: Partial<Omit<Contradiction, 'code'>>): Contradiction {
  return { code, places: [], stationIds: [], numbers: {}, words: {}, postId: null, ...more };
}

function newest(facts: NetworkFacts, subject: Statement['subject']): Statement | undefined {
  return facts.statements
    .filter((one) => one.subject === subject)
    .sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : one.id < other.id ? 1 : -1))[0];
}

const isWorker = (role: Role): boolean => role === 'station-worker' || role === 'station-head';

/** People, not posts: who holds two posts at one station is one worker there. */
function workersAt(facts: NetworkFacts, stationId: string): number {
  return new Set(
    facts.posts.filter((post) => post.stationId === stationId && isWorker(post.role)).map((post) => post.userId),
  ).size;
}

function workersOf(facts: NetworkFacts): number {
  const open = new Set(facts.stations.filter((one) => one.state === 'open').map((one) => one.id));
  return new Set(
    facts.posts.filter((post) => isWorker(post.role) && open.has(post.stationId ?? '')).map((post) => post.userId),
  ).size;
}

const workers: Rule = (facts) => {
  const said = newest(facts, 'workers-per-station');
  const least = said?.least ?? usualWorkers.least;
  const most = said?.most ?? usualWorkers.most;
  const source = said?.source ?? usualWorkers.source;
  const open = facts.stations.filter((station) => station.state === 'open');
  const all = workersOf(facts);
  const list: Contradiction[] = [];
  if (open.length > 1 && (all > open.length * most || all < open.length * least)) {
    const average = Math.round((all / open.length) * 10) / 10;
    const numbers = { workers: all, stations: open.length, average, least, most };
    list.push(found('workers-overall', { numbers, words: { source } }));
  }
  for (const station of open) {
    const n = workersAt(facts, station.id);
    const code = n > most ? 'station-many' : n < least ? 'station-few' : null;
    const about = { places: [stationPlace(station)], stationIds: [station.id], words: { source } };
    if (code !== null) list.push(found(code, { ...about, numbers: { n, least, most } }));
  }
  return list;
};

const heads: Rule = (facts) =>
  facts.stations
    .filter((station) => station.state === 'open')
    .flatMap((station) => {
      const theirs = facts.posts.filter((post) => post.stationId === station.id && post.role === 'station-head');
      const n = new Set(theirs.map((post) => post.userId)).size;
      const about = { places: [stationPlace(station)], stationIds: [station.id], numbers: { n } };
      if (n === 0) return [found('no-head', about)];
      return n > 1
        ? [found('two-heads', { ...about, words: { names: theirs.map((one) => one.name).join('、') } })]
        : [];
    });

const strayPosts: Rule = (facts) => {
  const stations = new Map(facts.stations.map((station) => [station.id, station]));
  const rooms = new Map(facts.rooms.map((room) => [room.id, room]));
  return facts.posts.flatMap((post) => {
    const station = stations.get(post.stationId ?? '');
    if (station === undefined) return [];
    const room = rooms.get(post.roomId ?? '');
    const about = { stationIds: [station.id], words: { name: post.name }, postId: post.id };
    if (room?.mergedInto != null) {
      const into = rooms.get(room.mergedInto);
      const places = [roomPlace(room), ...(into === undefined ? [] : [roomPlace(into)])];
      return [found('post-at-merged-room', { ...about, places })];
    }
    if (room !== undefined && room.stationId !== station.id) {
      const now = stations.get(room.stationId);
      const places = [roomPlace(room), stationPlace(station), ...(now === undefined ? [] : [stationPlace(now)])];
      return [found('post-at-other-station', { ...about, places })];
    }
    if (station.state === 'planned' && isWorker(post.role))
      return [found('post-at-planned-station', { ...about, places: [stationPlace(station)] })];
    return [];
  });
};

/** One village under two names, or two under one: the same code twice, or the same name twice in one township. */
const twins: Rule = (facts) => {
  const live = facts.rooms.filter((room) => room.mergedInto === null);
  const list: Contradiction[] = [];
  for (const same of Map.groupBy(live, (room) => room.code).values()) {
    if (same.length < 2) continue;
    const about = { places: same.map(roomPlace), stationIds: [...new Set(same.map((room) => room.stationId))] };
    list.push(found('same-code', { ...about, words: { code: same[0]?.code ?? '' } }));
  }
  for (const same of Map.groupBy(live, (room) => `${room.stationId} ${room.name}`).values()) {
    const [first] = same;
    if (first === undefined || same.length < 2) continue;
    list.push(
      found('same-name', { places: same.map(roomPlace), stationIds: [first.stationId], numbers: { n: same.length } }),
    );
  }
  return list;
};

const emptyStations: Rule = (facts) =>
  facts.stations
    .filter((station) => station.state === 'open')
    .filter((station) => !facts.rooms.some((room) => room.stationId === station.id && room.mergedInto === null))
    .map((station) => found('no-villages', { places: [stationPlace(station)], stationIds: [station.id] }));

function counted(facts: NetworkFacts, subject: Statement['subject']): number | null {
  switch (subject) {
    case 'workers':
      return workersOf(facts);
    case 'stations':
      return facts.stations.filter((station) => station.state === 'open').length;
    case 'townships':
      return facts.stations.length;
    case 'villages':
      return facts.rooms.filter((room) => room.mergedInto === null).length;
    case 'agencies':
      return facts.agencies;
    // Said of each station, or counted by a module to come.
    case 'workers-per-station':
    case 'certified':
      return null;
  }
}

const said: Rule = (facts) =>
  facts.statements.flatMap((one): Contradiction[] => {
    const { total, subject, source } = one;
    const list: Contradiction[] = [];
    const n = counted(facts, subject);
    // Only the newest paper is set beside today's lists; of older ones the inner sums still count.
    if (total !== null && n !== null && n !== total && newest(facts, subject)?.id === one.id)
      list.push(
        found('count-differs', { numbers: { total, n, gap: Math.abs(total - n) }, words: { subject, source } }),
      );
    return [...list, ...dividedWrong(one)];
  });

/** The sum of a subset is not the whole: which part the paper leaves out, where the names tell. */
export function dividedWrong({ total, subject, source, divided }: Statement): Contradiction[] {
  const sums = divided.map((shares) => shares.reduce((sum, share) => sum + share.n, 0));
  const list = divided.flatMap((shares, at): Contradiction[] => {
    const sum = sums[at] ?? 0;
    if (total === null || sum === total) return [];
    const words = { subject, source, parts: partsText(shares), missing: missingKinds(shares.map((one) => one.name)) };
    return [found('parts-do-not-sum', { numbers: { total, sum, gap: Math.abs(total - sum) }, words })];
  });
  const [first, ...others] = sums;
  const other = others.find((sum) => sum !== first);
  if (total === null && first !== undefined && other !== undefined)
    list.push(
      found('divisions-differ', {
        numbers: { first, other, gap: Math.abs(first - other) },
        words: { subject, source },
      }),
    );
  return list;
}

const partsText = (shares: readonly { name: string; n: number }[]): string =>
  shares.map((share) => `${share.name} ${share.n}`).join(' + ');

/** 镇 and 乡 named and 街道 not: the reader is told what is left out, and why the parts are less than the whole. */
function missingKinds(names: readonly string[]): string {
  const kinds: readonly TownKind[] = ['镇', '乡', '街道'];
  const named = new Set(names.map(townKindOf));
  const missing = kinds.filter((kind) => !named.has(kind));
  return missing.length > 0 && missing.length < kinds.length ? missing.join('、') : '';
}

const rules: readonly Rule[] = [workers, said, heads, strayPosts, twins, emptyStations];

export function contradictionsOf(facts: NetworkFacts): Contradiction[] {
  return rules.flatMap((rule) => rule(facts));
}
