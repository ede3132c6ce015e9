/**
 * A merchant's page without a network: a code is looked up among the vouchers that were open when the phone last had one, noted
 * here before the shop is told to hand anything over, and sent by itself later, through the very form of the page. A voucher is
 * bound to this shop and its points are set aside, so nobody else can have taken it in; of two phones of one shop the house counts one.
 */
export {};

interface Open {
  readonly hash: string;
  readonly what: string;
  readonly lastDay: string;
}
interface Ready {
  readonly at: number;
  readonly vouchers: readonly Open[];
}
interface Note {
  readonly number: string;
  readonly what: string;
  readonly handedOn: string;
  /** The sign of the form: sent again under the same, it is the same (law C3). */
  readonly sign: string;
  /** What the house said; null: it does not know yet. */
  readonly as: string | null;
  readonly said: string;
}
type Words = Readonly<
  Record<'ready' | 'good' | 'unknown' | 'lapsed' | 'wrongDay' | 'twice' | 'waits' | 'counted' | 'gone' | 'done', string>
>;

const shelf = 'yimi-till-1';
const path = location.pathname;
const readyPath = `${path}/ready`;
const patienceMs = 8_000;
const sendEveryMs = 60_000;
/** What is at hand is asked for anew that often while the page is open: a shop has so many looks an hour. */
const readyForMs = 600_000;
const breathMs = 2_500;

const notes = (): Note[] => JSON.parse(localStorage.getItem(path) ?? '[]') as Note[];
const keep = (all: readonly Note[]): void => localStorage.setItem(path, JSON.stringify(all));

/** As the house writes it: in fours, with the letters that are no digits read as such (`readAnswerNumber`). */
function codeIn(typed: string): string {
  const plain = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return plain.replace(/(.{4})(?=.)/g, '$1-');
}

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The day at the county, which is eight hours before Greenwich, wherever the phone believes to be. */
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

function line(text: string, kind: string): HTMLElement {
  const made = document.createElement('p');
  made.className = kind;
  made.textContent = text;
  return made;
}

class Till {
  readonly #box: HTMLElement;
  /** None under an address that the house no longer knows: what was noted there is still shown. */
  readonly #form: HTMLFormElement | null;
  readonly #words: Words;
  #taking = false;

  constructor(box: HTMLElement, form: HTMLFormElement | null) {
    this.#box = box;
    this.#form = form;
    this.#words = JSON.parse(box.dataset.words ?? '{}') as Words;
    box.hidden = false;
    form?.addEventListener('submit', (event) => {
      event.preventDefault();
      // A button pressed twice is one voucher: the second would be told that it was taken in before.
      if (this.#taking) return;
      this.#taking = true;
      void this.#take(new FormData(form)).finally(() => {
        this.#taking = false;
      });
    });
    void this.#show();
  }

  async #take(sent: FormData): Promise<void> {
    const of = (name: string): string => String(sent.get(name) ?? '');
    const page = await post(of('number'), of('handedOn'), of('token'));
    if (page === null) return this.#noteDown(codeIn(of('number')), of('handedOn') || today(), of('token'));
    if (page === 'gone') return location.reload();
    await strike(codeIn(of('number')), page.querySelector<HTMLElement>('[data-as]')?.dataset.as);
    document.querySelector('main')?.replaceWith(page);
    begin();
    scrollTo(0, 0);
  }

  async #noteDown(number: string, handedOn: string, sign: string): Promise<void> {
    // The form was emptied by the press before this one, whose answer stays.
    if (number === '') return;
    const hash = await hashOf(number);
    const open = (await readyNow())?.vouchers.find((one) => one.hash === hash);
    const said = this.#judge(open, number, handedOn);
    if (said === null && open !== undefined) {
      keep([...notes(), { number, what: open.what, handedOn, sign, as: null, said: '' }]);
      this.#form?.reset();
    }
    await this.#show(
      line(said ?? this.#words.good.replace('{what}', open?.what ?? ''), said === null ? 'good state' : 'summary'),
    );
  }

  /** Why nothing is to be handed over; null: it may. */
  #judge(open: Open | undefined, number: string, handedOn: string): string | null {
    if (notes().some((one) => one.number === number)) return this.#words.twice;
    if (open === undefined) return this.#words.unknown;
    if (handedOn > today()) return this.#words.wrongDay;
    // Handed over in time and noted late is good: the house has some days of grace for that.
    return open.lastDay < handedOn ? this.#words.lapsed : null;
  }

  async #show(first?: HTMLElement): Promise<void> {
    const ready = this.#form === null ? null : await readyNow();
    const state = ready === null ? [] : [line(this.#readyWords(ready), 'hint')];
    const list = document.createElement('ul');
    for (const one of notes()) {
      const item = document.createElement('li');
      item.textContent = `${one.number} · ${one.what} · ${one.handedOn} · ${this.#saidOf(one)}`;
      if (one.as !== null && one.as !== 'ok') item.append(' ', this.#putAway(one));
      list.append(item);
    }
    first?.setAttribute('role', first.className === 'summary' ? 'alert' : 'status');
    this.#box.replaceChildren(...(first === undefined ? [] : [first]), ...state, list);
    // It stands below the offers: on a small phone the shop would see nothing of it.
    first?.scrollIntoView({ block: 'center' });
  }

  /** What the house did not take stays until somebody at the shop has dealt with it. */
  #putAway({ number }: Note): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'y-button';
    button.textContent = this.#words.done;
    button.setAttribute('aria-label', `${this.#words.done} ${number}`);
    button.addEventListener('click', () => {
      keep(notes().filter((one) => one.number !== number));
      void this.#show();
    });
    return button;
  }

  #readyWords({ at, vouchers }: Ready): string {
    const when = new Date(at).toLocaleString(document.documentElement.lang);
    return this.#words.ready.replace('{n}', String(vouchers.length)).replace('{when}', when);
  }

  #saidOf(one: Note): string {
    if (one.as === null) return this.#words.waits;
    return one.as === 'ok' ? this.#words.counted : one.as === 'gone' ? this.#words.gone : one.said;
  }

  /** Those counted on an earlier day leave the list; what was not taken stays until somebody has dealt with it. */
  async refresh(): Promise<void> {
    const stays = (one: Note): boolean => one.as !== 'ok' || one.handedOn >= today();
    for (const one of notes()) if (one.as === null) await send(one);
    keep(notes().filter(stays));
    const old = Date.now() - ((await readyNow())?.at ?? 0) > readyForMs;
    if (old && this.#form !== null)
      await fetch(readyPath, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
    await this.#show();
  }
}

async function readyNow(): Promise<Ready | null> {
  const kept = await caches.match(readyPath);
  return kept === undefined ? null : ((await kept.json()) as Ready);
}

/** What the house has judged is no longer at hand: else a voucher just taken in would be good once more when the network goes. */
async function strike(number: string, as: string | undefined): Promise<void> {
  const ready = await readyNow();
  if (ready === null || as === undefined || !['ok', 'spent', 'called-off', 'lapsed', 'other'].includes(as)) return;
  const hash = await hashOf(number);
  const vouchers = ready.vouchers.filter((one) => one.hash !== hash);
  await (await caches.open(shelf)).put(readyPath, new Response(JSON.stringify({ ...ready, vouchers })));
}

const change = (of: Note, to: Partial<Note>): void =>
  keep(notes().map((kept) => (kept.number === of.number ? { ...kept, ...to } : kept)));

/** A sign is good from two seconds on and for a day: a note gets a new one where its own is too old, and waits where it is too young. */
async function send(one: Note): Promise<void> {
  let { sign } = one;
  for (let attempt = 0; attempt < 3; attempt++) {
    const page = await post(one.number, one.handedOn, sign);
    if (page === null) return;
    if (page === 'gone') return change(one, { as: 'gone' });
    const told = page.querySelector<HTMLElement>('[data-as]');
    const as = told?.dataset.as ?? 'none';
    if (as !== 'stale' && as !== 'early') {
      await strike(one.number, as);
      return change(one, { as, said: told?.textContent?.trim() ?? '' });
    }
    if (as === 'stale') sign = page.querySelector<HTMLInputElement>('input[name=token]')?.value ?? '';
    change(one, { sign });
    await new Promise((resolve) => setTimeout(resolve, breathMs));
  }
}

/** The page that comes back; null: no network, or a house that cannot answer now. */
async function post(number: string, handedOn: string, token: string): Promise<HTMLElement | 'gone' | null> {
  try {
    const answer = await fetch(path + location.search, {
      method: 'POST',
      body: new URLSearchParams({ number, handedOn, token }),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.status === 404) return 'gone';
    if (answer.status >= 500) return null;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    return page === null ? null : document.adoptNode(page);
  } catch {
    return null;
  }
}

let till: Till | null = null;
function begin(): void {
  const [box, form] = [document.getElementById('till'), document.querySelector('form')];
  till = box !== null ? new Till(box, form) : null;
}

async function makeReady(): Promise<void> {
  await navigator.serviceWorker.register('/v/worker.js', { scope: path });
  const kept = await caches.open(shelf);
  await Promise.all([path, readyPath, '/v/page.js'].map((one) => kept.add(one).catch(() => null)));
}

let running: Promise<void> | null = null;
let wanted = false;
/** One at a time: what is on its way is not sent twice over. A network that comes back meanwhile is not missed. */
async function refresh(): Promise<void> {
  wanted = true;
  if (running !== null) return;
  while (wanted) {
    wanted = false;
    running = till?.refresh().catch(() => undefined) ?? null;
    await running;
  }
  running = null;
}

// Without these the page is the plain one, as it is without script.
if ('serviceWorker' in navigator && 'caches' in window && crypto.subtle !== undefined) {
  begin();
  // Under an address that is gone nothing is made ready; what was noted there is told its end.
  void (document.querySelector('form') === null ? refresh() : makeReady().then(refresh, refresh));
  addEventListener('online', () => void refresh());
  setInterval(() => void refresh(), sendEveryMs);
}
