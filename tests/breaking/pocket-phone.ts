/**
 * A volunteer's phone in real Chromium, without a connection while she records, whose battery is taken out at any moment.
 * What the screen called saved must reach the station after the next start, and of a form half filled in no more may be
 * gone than the last instant's typing (law S1).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { visits } from '@yimi/services';
import type { Replica } from '@yimi/sync';
import type { Complaints } from '../e2e/devices.ts';
import { Phone } from '../e2e/devices.ts';
import { password } from '../e2e/small-house.ts';
import type { Dice } from '../simulation/dice.ts';
import { named } from '../world/world.ts';

/** Letters in a row make one write 0.3 s after the last; on a machine with other work this is long enough for it. */
const surelyWrittenMs = 1_500;
const arrivesWithinMs = 90_000;

export class PocketPhone {
  readonly #complaints: Complaints;
  readonly #phone: Phone;
  readonly #origin: string;
  readonly #dice: Dice;
  readonly #saved = new Map<string, string>();
  #typed: { text: string; at: number } | null = null;
  /** The button was tapped, and nothing said yet that it is saved: it is one or the other. */
  #saving = false;
  #told = 0;
  /** Forms that were found again as they were left. */
  formsKept = 0;

  private constructor(phone: Phone, origin: string, dice: Dice, complaints: Complaints) {
    this.#phone = phone;
    this.#origin = origin;
    this.#dice = dice;
    this.#complaints = complaints;
  }

  static async signedIn(origin: string, dice: Dice): Promise<PocketPhone> {
    const complaints: Complaints = [];
    const phone = await Phone.of('volunteer', origin, complaints);
    await phone.signIn('wei', password);
    return new PocketPhone(phone, origin, dice, complaints);
  }

  /** A server whose database is just being started again says 503; that the page is told so is right. */
  get complaints(): string[] {
    return this.#complaints.filter((one) => !one.includes('status of 503'));
  }

  get saved(): number {
    return this.#saved.size;
  }

  /** Records one visit after another, offline, until the signal comes or the browser is gone. */
  async work(signal: AbortSignal): Promise<void> {
    await this.#phone.offline(true);
    try {
      while (!signal.aborted) await this.#recordOne(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #recordOne(signal: AbortSignal): Promise<void> {
    const { page } = this.#phone;
    this.#told += 1;
    const text = `手机上第 ${this.#told} 条`;
    await page.goto(`${this.#origin}/phone/#/people/${named('client')}`);
    await page.getByRole('button', { name: '记一次探访' }).tap();
    await page.getByText('在家', { exact: true }).tap();
    await page.getByRole('button', { name: '下一步' }).tap();
    await page.getByLabel('想写一句也行').fill(text);
    this.#typed = { text, at: Date.now() };
    // Some forms lie open for a while, as when somebody at the door goes on talking.
    if (this.#dice.chance(0.5)) await pause(surelyWrittenMs * 2, undefined, { signal });
    this.#saving = true;
    await page.getByRole('button', { name: '存好' }).tap();
    await page.getByRole('heading', { name: '存好了' }).waitFor();
    const visitId = /saved\/([0-9a-f-]{36})/.exec(page.url())?.[1];
    if (visitId === undefined) throw new Error('saved, and no id of the visit in the address');
    this.#saved.set(visitId, text);
    this.#typed = null;
    this.#saving = false;
  }

  async kill(): Promise<void> {
    if (this.#typed !== null && Date.now() - this.#typed.at < surelyWrittenMs) this.#typed = null;
    await this.#phone.kill();
  }

  /** Switched on again with a connection. @param station somebody who sees what arrives @returns what is missing */
  async missing(station: Replica): Promise<string[]> {
    await this.#phone.open();
    await this.#phone.unlock();
    const typed = this.#typed;
    const form = typed === null ? null : await this.#formOf(this.#saving);
    const lost =
      typed !== null && form !== null && form !== typed.text ? [`the form with “${typed.text}”: “${form}”`] : [];
    if (typed !== null && form === typed.text) this.formsKept += 1;
    const recorded = typed !== null && form === null ? [typed.text] : [];
    this.#typed = null;
    this.#saving = false;
    return [...lost, ...(await this.#notArrived(station, recorded))];
  }

  /** What stands in the form that was left open. @returns null where saving it had begun and it was saved */
  async #formOf(saving: boolean): Promise<string | null> {
    const { page } = this.#phone;
    const offered = page.getByText('杨桂花的探访还没记完');
    if (saving && !(await offered.isVisible())) return null;
    await offered.tap();
    return page.getByLabel('想写一句也行').inputValue();
  }

  /** @param recorded texts that must have become visits, whatever their ids */
  async #notArrived(station: Replica, recorded: readonly string[]): Promise<string[]> {
    for (const begun = Date.now(); ; await pause(200)) {
      await station.sync();
      const there = new Map(station.rows(visits).map((row) => [row.id, row.findings]));
      const texts = new Set(there.values());
      const gone = [
        ...[...this.#saved]
          .filter(([id, text]) => there.get(id) !== text)
          .map(([id, text]) => `the visit ${id} (${text})`),
        ...recorded.filter((text) => !texts.has(text)).map((text) => `“${text}”, which was being saved`),
      ];
      if (gone.length === 0 || Date.now() - begun > arrivesWithinMs) return gone;
    }
  }

  async throwAway(): Promise<void> {
    await this.#phone.throwAway();
  }
}
