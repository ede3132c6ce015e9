/**
 * The first pages of a new phone's first pull, asked for while its holder still chooses a PIN: on a poor line the people of a
 * station are seconds, and a PIN takes as long. They wait in memory only, for there is no key yet to lock them away with.
 */
import type { PullAsked, Transport } from './persistence.ts';
import type { Answer } from './pull-all.ts';
import { afterThis } from './pull-all.ts';

/** A station's people and a little more: a page that nobody comes for should not cost a phone its memory. */
const mostAhead = 4;

export class PulledAhead {
  readonly #pages = new Map<string, Promise<Answer>>();
  #overtaken = false;

  constructor(pull: Transport['pull']) {
    // Whoever takes a page hears of what went wrong with it.
    void this.#run(pull).catch(() => undefined);
  }

  async #run(pull: Transport['pull']): Promise<void> {
    let asked: PullAsked | null = { epoch: undefined, scopes: [], diverged: [] };
    for (let page = 0; page < mostAhead && asked !== null && !this.#overtaken; page++) {
      const coming: Promise<Answer> = pull(asked);
      this.#pages.set(nameOf(asked), coming);
      asked = afterThis(asked, await coming);
    }
  }

  /** The same transport, which answers once with each page that lies here or is on its way. */
  laidBefore(transport: Transport): Transport {
    return {
      ...transport,
      pull: (asked) => this.#take(asked)?.catch(() => transport.pull(asked)) ?? transport.pull(asked),
    };
  }

  #take(asked: PullAsked): Promise<Answer> | undefined {
    const name = nameOf(asked);
    const page = this.#pages.get(name);
    this.#pages.delete(name);
    // Nothing was asked for ahead of this: from here on whoever pulls goes first.
    if (page === undefined) this.#overtaken = true;
    return page;
  }
}

function nameOf({ epoch, scopes, diverged }: PullAsked): string {
  return JSON.stringify([epoch ?? null, scopes, diverged]);
}
