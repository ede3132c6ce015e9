/**
 * phone-load: a new phone, from the tap on 登录 until people are usable, and until its station is whole. Two phones: the
 * first is cut off at the moment the person stands in the list, and must then find and save with no network at all; the
 * second is left alone until it says itself that nothing is missing.
 */
import type { BenchRun, Figures } from '../main.ts';
import { floorSeconds } from './floor.ts';
import { Handset } from './handset.ts';
import type { BenchHouse } from './house.ts';
import { openBenchHouse } from './house.ts';
import { withPeers } from './peers.ts';
import { publishedRecords, somebody } from './records.ts';

const seconds = (from: number): number => Math.round((performance.now() - from) / 10) / 100;

export async function run({ say, peers }: BenchRun): Promise<Figures> {
  const house = await openBenchHouse(say);
  try {
    const { tables, counts } = await publishedRecords(house.origin);
    say(`records: ${JSON.stringify(counts)}`);
    const floor = await floorSeconds(tables);
    say(`floor: ${floor.seconds.toFixed(2)} s, ${floor.bytes} bytes`);
    const usable = await untilUsable(house, somebody(tables));
    say(`usable: ${JSON.stringify(usable)}`);
    const complete = await untilComplete(house);
    say(`complete: ${JSON.stringify(complete)}`);
    const floor_s = Math.round(floor.seconds * 100) / 100;
    return {
      ...usable,
      ...complete,
      floor_s,
      ratio_to_floor: Math.round((complete.complete_s / floor.seconds) * 100) / 100,
      floor_bytes: floor.bytes,
      floor_source: 'bench/phone/floor.ts',
      ...counts,
      ...(peers ? { peers: await withPeers(tables, say, (peer) => peer.load()) } : {}),
    };
  } finally {
    await house.close();
  }
}

async function untilUsable({ link }: BenchHouse, person: { name: string; initials: string }) {
  const phone = await Handset.fresh();
  try {
    await phone.switchOn();
    link.reset();
    const opened = performance.now();
    await phone.fillSignIn(link.origin);
    const begun = performance.now();
    await phone.signIn();
    await phone.find(person.initials, person.name);
    const usable_s = seconds(begun);
    const usable_from_address_s = seconds(opened);
    const { up, down } = link.passed;
    link.cut();
    await phone.visit(person.name);
    return { usable_s, usable_from_address_s, usable_bytes: up + down };
  } finally {
    link.mend();
    await phone.throwAway();
  }
}

async function untilComplete({ link }: BenchHouse) {
  const phone = await Handset.fresh();
  try {
    await phone.switchOn();
    await phone.fillSignIn(link.origin);
    // The app itself is weighed by the bench `weight`.
    link.reset();
    const begun = performance.now();
    await phone.signIn();
    await phone.untilWhole();
    const complete_s = seconds(begun);
    const { up, down, requests } = link.passed;
    const api = requests.filter((line) => line.includes('/api/'));
    return { complete_s, bytes: up + down, requests: requests.length, api_requests: api.length };
  } finally {
    await phone.throwAway();
  }
}
