/**
 * The commands of `npm run bench -- figures`, from a process of its own: a second server process of the same house (law Z2), which
 * works visits through its own engine at a steady rate and folds the steps above the county, as the house's jobs do. It
 * shares with the measured process the database alone.
 */
import { isProblem, uuidv7 } from '@yimi/kernel';
import { catalogue } from '../../apps/catalogue.ts';
import { foldAreas } from '../../apps/server/figures/index.ts';
import type { Cellar } from '../../apps/server/house.ts';
import { openCellar } from '../../apps/server/house.ts';
import { counties, idOf, newVisit } from '../../apps/server/trial-house.ts';
import { clientOf, people } from './country.ts';

export type Asked =
  | { readonly do: 'open'; readonly folder: string; readonly url: string; readonly perSecond: number }
  | { readonly do: 'quiet' }
  | { readonly do: 'one' }
  | { readonly do: 'end' };
/** Answers one question each. */
export interface Told {
  /** Commands acknowledged a second while it was at work. */
  readonly perSecond: number;
  readonly wrong: string;
}

/** As many wait for their village at once; the rate that was kept is told. */
const mostUnderWay = 100;
const foldEveryMs = 4_000;

class Load {
  readonly #cellar: Cellar;
  readonly #under = new Set<Promise<unknown>>();
  readonly #perSecond: number;
  readonly #begun = performance.now();
  readonly #folding: NodeJS.Timeout;
  #timer: NodeJS.Timeout;
  #sent = 0;
  #kept = 0;
  #wrong = '';

  constructor(cellar: Cellar, perSecond: number) {
    this.#cellar = cellar;
    this.#perSecond = perSecond;
    this.#timer = setInterval(() => this.#catchUp(), 5);
    this.#folding = setInterval(() => void foldAreas(cellar.database).catch(this.#note), foldEveryMs);
  }

  readonly #note = (error: unknown): void => {
    this.#wrong = String(error);
  };

  #catchUp(): void {
    const due = ((performance.now() - this.#begun) / 1000) * this.#perSecond;
    while (this.#sent < due && this.#under.size < mostUnderWay) void this.visit();
  }

  visit(): Promise<unknown> {
    const at = this.#sent++;
    const now = Date.now();
    const random = () => crypto.getRandomValues(new Uint8Array(10));
    const name = 'services.record-visit';
    const envelope = {
      ...{ id: uuidv7(now, random()), name, v: catalogue.commands.get(name)?.version ?? 1, occurredAt: now },
      ...{ input: newVisit(uuidv7(now, random()), clientOf(at % people), now), dependsOn: [], mends: null, hints: [] },
    };
    const sent = this.#cellar.engine
      .push({ countyId: counties.here, userId: idOf('lan') }, [envelope])
      .then(([outcome]) => {
        if (outcome?.status !== 'accepted') this.#note(JSON.stringify(outcome));
      })
      .catch(this.#note)
      .finally(() => this.#under.delete(sent));
    this.#under.add(sent);
    return sent;
  }

  /** No more by itself; the steps go on being folded. */
  async quiet(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#under);
    if (this.#kept === 0) this.#kept = Math.round(this.#sent / ((performance.now() - this.#begun) / 1000));
  }

  async end(): Promise<void> {
    await this.quiet();
    clearInterval(this.#folding);
    await this.#cellar.close();
  }

  told(): Told {
    return { perSecond: this.#kept, wrong: this.#wrong };
  }
}

let load: Load | null = null;

async function answer(asked: Asked): Promise<Told> {
  if (asked.do === 'open') {
    const cellar = await openCellar({ data: asked.folder, databaseUrl: asked.url }, () => undefined);
    if (isProblem(cellar)) return { perSecond: 0, wrong: JSON.stringify(cellar) };
    load = new Load(cellar, asked.perSecond);
  }
  if (asked.do === 'quiet') await load?.quiet();
  if (asked.do === 'one') await load?.visit();
  if (asked.do === 'end') await load?.end();
  return load?.told() ?? { perSecond: 0, wrong: 'not open' };
}

process.on('message', (asked: Asked) => {
  void answer(asked)
    .catch((error: unknown): Told => ({ perSecond: 0, wrong: String(error) }))
    .then((told) => {
      process.send?.(told);
      if (asked.do === 'end') process.disconnect();
    });
});
