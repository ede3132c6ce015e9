/**
 * phone-open: the app is installed and its station whole; the browser has been closed, there is no network. From the page's
 * address to the door, the PIN typed as fast as a robot types, until today's list stands; then people are sought by their
 * initials, letter by letter, each key until the list that belongs to it is painted.
 */
import type { BenchRun, Figures } from '../main.ts';
import { Handset } from './handset.ts';
import { openBenchHouse } from './house.ts';
import { atRest, reach } from './inside.ts';
import { initialsOf, publishedRecords } from './records.ts';

const openings = 5;
const searches = 40;

export async function run({ say }: BenchRun): Promise<Figures> {
  const house = await openBenchHouse(say);
  const phone = await Handset.fresh();
  try {
    const { tables } = await publishedRecords(house.origin);
    const people = (tables['people.clients'] ?? []).map(({ pinyin }) => initialsOf(pinyin));
    await phone.switchOn();
    await phone.fillSignIn(house.link.origin);
    await phone.signIn();
    await phone.untilWhole();
    await reach(phone.page);
    await atRest(phone.page);
    await phone.untilInstalled();
    await phone.switchOff();
    house.link.cut();
    const opened: Opening[] = [];
    for (let at = 0; at < openings; at++) {
      await phone.switchOn();
      opened.push(await opening(phone, house.link.origin));
      say(`opening: ${JSON.stringify(opened.at(-1))}`);
      if (at < openings - 1) await phone.switchOff();
    }
    const keys = await search(
      phone,
      people.filter((_, at) => at % Math.floor(people.length / searches) === 0),
    );
    opened.sort((one, other) => one.open_ms - other.open_ms);
    const middle = opened[Math.floor(openings / 2)];
    return { ...middle, search_p50_ms: share(keys, 0.5), search_p95_ms: share(keys, 0.95), keys: keys.length };
  } finally {
    await phone.throwAway();
    await house.close();
  }
}

interface Opening {
  readonly open_ms: number;
  /** Of these until the door stood there, and from the last digit until today's list did. */
  readonly door_ms: number;
  readonly after_pin_ms: number;
  /** From the address until the last of the history was read. */
  readonly whole_ms: number;
}

/** All in the page's own clock, whose zero is the navigation's start. */
async function opening(phone: Handset, origin: string): Promise<Opening> {
  await phone.page.goto(`${origin}/phone/`);
  await phone.page.locator('.y-pin').waitFor();
  const door = await phone.pageMs();
  await phone.typePin();
  const typed = await phone.pageMs();
  // By its address: to look for a role is a quarter of a second of the slow phone that no person costs it.
  await phone.page.locator('a[href$="/people?for=visit"]').waitFor();
  const home = await phone.pageMs();
  await phone.untilWhole();
  const whole = await phone.pageMs();
  return { open_ms: home, door_ms: door, after_pin_ms: home - typed, whole_ms: whole };
}

/** One letter after another, as somebody types. @returns milliseconds a key, until its list was painted */
async function search(phone: Handset, people: readonly string[]): Promise<number[]> {
  await phone.page.getByRole('link', { name: '记一次探访' }).tap();
  await phone.page.getByRole('searchbox', { name: '找人' }).waitFor();
  return phone.page.evaluate(async (all) => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]');
    if (box === null) throw new Error('no search box');
    const took: number[] = [];
    const painted = () => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done)));
    for (const initials of all) {
      for (let length = 1; length <= initials.length; length++) {
        const begun = performance.now();
        box.value = initials.slice(0, length);
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await painted();
        took.push(performance.now() - begun);
        if (document.querySelector('.y-person') === null) throw new Error(`nobody found by ${box.value}`);
        await new Promise((done) => setTimeout(done, 120));
      }
    }
    return took;
  }, people);
}

function share(sorted: number[], of: number): number {
  sorted.sort((one, other) => one - other);
  return Math.round((sorted[Math.floor(sorted.length * of)] ?? 0) * 10) / 10;
}
