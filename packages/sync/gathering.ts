/**
 * What arrives while the last lot is under way goes together as the next one: a hundred phones that come back at once
 * cost a few transactions and not a hundred (law Z4). One lot at a time: two would be half as large, and pay every statement
 * twice. Who comes alone goes at once; after a lot of several, whoever was just answered is given a moment to come again, or
 * two parts of a crowd would take turns for good (docs/adr/0017-gathered-and-pipelined.md).
 */

/**
 * How long a lot waits for more; null: it goes at once. @param recently how many the last lot and those waiting behind it
 * were, 1 for who comes alone; @param waiting how many of them are here
 */
export type Moment = (recently: number, waiting: number) => Promise<unknown> | null;

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly weight: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Answer> {
  busy: boolean;
  /** To be told when so many wait as were here before: none are missing. */
  full: { readonly size: number; readonly tell: () => void } | null;
  readonly waiting: Waiting<Item, Answer>[];
}

export class Gathering<Item, Answer> {
  readonly #run: (lot: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #heaviest: number;
  readonly #moment: Moment;
  readonly #lanes = new Map<string, Lane<Item, Answer>>();

  /** @param run answers in step with the lot; @param heaviest the most weight that goes together */
  constructor(
    run: (lot: readonly Item[]) => Promise<readonly Answer[]>,
    heaviest: number,
    moment: Moment = () => null,
  ) {
    this.#run = run;
    this.#heaviest = heaviest;
    this.#moment = moment;
  }

  /** Lots never mix lanes. */
  add(lane: string, item: Item, weight: number): Promise<Answer> {
    const line = this.#lanes.get(lane) ?? { busy: false, full: null, waiting: [] };
    this.#lanes.set(lane, line);
    const answer = new Promise<Answer>((resolve, reject) => {
      line.waiting.push({ item, weight, resolve, reject });
    });
    if (line.full !== null && line.waiting.length >= line.full.size) line.full.tell();
    if (!line.busy) void this.#next(lane, line, 1);
    return answer;
  }

  async #next(lane: string, line: Lane<Item, Answer>, recently: number): Promise<void> {
    line.busy = true;
    const moment = this.#moment(recently, line.waiting.length);
    if (moment !== null) await this.#orAll(line, recently, moment);
    const lot = this.#take(line);
    if (lot.length === 0) {
      this.#lanes.delete(lane);
      return;
    }
    try {
      const answers = await this.#run(lot.map(({ item }) => item));
      // In step with the lot, by the contract of `run`.
      for (const [at, { resolve }] of lot.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      for (const { reject } of lot) reject(error);
    }
    void this.#next(lane, line, lot.length + line.waiting.length);
  }

  /** Until the moment is over, or all are here again. */
  async #orAll(line: Lane<Item, Answer>, recently: number, moment: Promise<unknown>): Promise<void> {
    const missing = line.waiting.length < recently;
    const all = new Promise<void>((tell) => {
      line.full = { size: missing ? Math.min(recently, this.#heaviest) : Number.POSITIVE_INFINITY, tell };
    });
    await Promise.race([moment, all]);
    line.full = null;
  }

  #take(line: Lane<Item, Answer>): Waiting<Item, Answer>[] {
    let weight = 0;
    let count = 0;
    for (const one of line.waiting) {
      weight += one.weight;
      if (count > 0 && weight > this.#heaviest) break;
      count += 1;
    }
    return line.waiting.splice(0, count);
  }
}
