/**
 * phone-sync: the phone of `phone-load`, whole and at rest, on the same line: a look at the server when nothing is new; a
 * hundred visits that others recorded; five hundred of its own made without a network. Times are the phone's own, from the
 * start of a round to its end; bytes are the line's. Of the five hundred, until the last is answered and the phone has kept
 * the answers; that their rows have come back too is told apart.
 */
import { uuidv7 } from '@yimi/kernel';
import type { BenchRun, Figures } from '../main.ts';
import { Handset } from './handset.ts';
import type { BenchHouse } from './house.ts';
import { openBenchHouse } from './house.ts';
import { atRest, quiet, reach, recordAll, roundOf } from './inside.ts';
import type { Peer } from './peers.ts';
import { withPeers } from './peers.ts';
import { publishedRecords, pushAs } from './records.ts';
import { dice } from './station.ts';
import { clauses } from './words.ts';

const looks = 5;
const made = { changed: 100, offline: 500 } as const;

export async function run({ say, peers }: BenchRun): Promise<Figures> {
  const house = await openBenchHouse(say);
  const phone = await Handset.fresh();
  try {
    const { tables } = await publishedRecords(house.origin);
    const people = (tables['people.clients'] ?? []).map((row) => row.id);
    await phone.switchOn();
    await phone.fillSignIn(house.link.origin);
    await phone.signIn();
    await phone.untilWhole();
    await reach(phone.page);
    await atRest(phone.page);
    say('the phone is whole');
    const noop = await nothingNew(house, phone);
    say(`nothing new: ${JSON.stringify(noop)}`);
    const incr = await othersRecorded(house, phone, people);
    say(`${made.changed} changed: ${JSON.stringify(incr)}`);
    const push = await madeOffline(house, phone, people);
    say(`${made.offline} offline: ${JSON.stringify(push)}`);
    const beside = peers ? { peers: await withPeers(tables, say, (peer) => roundsOf(peer)) } : {};
    return { ...noop, ...incr, ...push, ...beside };
  } finally {
    await phone.throwAway();
    await house.close();
  }
}

async function roundsOf(peer: Peer) {
  await peer.load();
  return peer.rounds(made.changed, made.offline);
}

/** A round that finds no server: from here on the phone knows that it is away. */
async function failed(phone: Handset): Promise<void> {
  await phone.page.evaluate(() => bench.syncNow());
}

/** The middle one of some, so that one hiccup of a busy machine decides nothing. */
async function nothingNew({ link }: BenchHouse, phone: Handset) {
  const seen: { ms: number; bytes: number }[] = [];
  for (let at = 0; at < looks; at++) {
    link.reset();
    const { ms } = await roundOf(phone.page);
    seen.push({ ms, bytes: link.passed.up + link.passed.down });
  }
  seen.sort((one, other) => one.ms - other.ms);
  const middle = seen[Math.floor(looks / 2)];
  return { noop_bytes: Math.max(...seen.map((one) => one.bytes)), noop_ms: middle?.ms ?? 0 };
}

function visits(clientIds: readonly string[], count: number, seed: number, now: number) {
  const roll = dice(seed);
  const bytes = () => Uint8Array.from({ length: 10 }, () => roll(256));
  return Array.from({ length: count }, (_, at) => ({
    visitId: uuidv7(now, bytes()),
    clientId: clientIds[(at * 37) % clientIds.length] ?? '',
    visitedAt: now - 3_600_000,
    mode: 'home',
    result: 'home',
    findings: `${clauses[roll(clauses.length)]}，${clauses[roll(clauses.length)]}，血压${110 + roll(60)}/${65 + roll(35)}。`,
    needs: ['生活照料'],
    files: [],
  }));
}

async function othersRecorded({ link, origin }: BenchHouse, phone: Handset, people: readonly string[]) {
  link.cut();
  await pushAs(origin, 'shi', 'services.record-visit', visits(people, made.changed, 1, Date.now()));
  await failed(phone);
  link.mend();
  link.reset();
  const { ms } = await roundOf(phone.page);
  const { up, down, requests } = link.passed;
  return { incr100_bytes: up + down, incr100_ms: ms, incr100_requests: requests.length };
}

async function madeOffline({ link }: BenchHouse, phone: Handset, people: readonly string[]) {
  link.cut();
  await failed(phone);
  await recordAll(phone.page, 'services.record-visit', visits(people, made.offline, 2, Date.now()));
  // A try that began before the last record would leave it behind.
  await failed(phone);
  await quiet(phone.page);
  link.mend();
  link.reset();
  const { answeredMs, ms } = await roundOf(phone.page);
  const { up, down, requests } = link.passed;
  const all = { push500_bytes: up + down, push500_requests: requests.length };
  return { ...all, push500_ms: answeredMs, push500_rows_back_ms: ms };
}
