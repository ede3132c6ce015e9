/**
 * What arrives while the last lot is under way goes together as the next one: a hundred phones that come back at once
 * cost a few transactions and not a hundred (law Z4). Nobody waits for a lot to fill; who comes alone goes at once. One lot
 * at a time: two would be half as large, and pay every statement twice (docs/adr/0017-gathered-and-pipelined.md).
 */

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly weight: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Lane<Item, Answer> {
  busy: boolean;
  readonly waiting: Waiting<Item, Answer>[];
}

export class Gathering<Item, Answer> {
  readonly #run: (lot: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #heaviest: number;
  readonly #lanes = new Map<string, Lane<Item, Answer>>();

  /** @param run answers in step with the lot; @param heaviest the most weight that goes together */
  constructor(run: (lot: readonly Item[]) => Promise<readonly Answer[]>, heaviest: number) {
    this.#run = run;
    this.#heaviest = heaviest;
  }

  /** Lots never mix lanes. */
  add(lane: string, item: Item, weight: number): Promise<Answer> {
    const line = this.#lanes.get(lane) ?? { busy: false, waiting: [] };
    this.#lanes.set(lane, line);
    const answer = new Promise<Answer>((resolve, reject) => {
      line.waiting.push({ item, weight, resolve, reject });
    });
    if (!line.busy) void this.#next(lane, line);
    return answer;
  }

  async #next(lane: string, line: Lane<Item, Answer>): Promise<void> {
    const lot = this.#take(line);
    line.busy = true;
    try {
      const answers = await this.#run(lot.map(({ item }) => item));
      // In step with the lot, by the contract of `run`.
      for (const [at, { resolve }] of lot.entries()) resolve(answers[at] as Answer);
    } catch (error) {
      for (const { reject } of lot) reject(error);
    }
    line.busy = false;
    if (line.waiting.length > 0) void this.#next(lane, line);
    else this.#lanes.delete(lane);
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
