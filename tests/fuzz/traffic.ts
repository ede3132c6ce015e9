/**
 * Real traffic of a trial run, to be spoilt: four people sign in, their phones load and record, and as their consoles they ask
 * for everything that the description names, with the ids that they meet on the way. Kept is what the server took.
 */
import { isProblem } from '@yimi/kernel';
import type { TrialHouse } from '../../apps/server/trial-house.ts';
import { client, idOf, named, newClient, newVisit, password, place } from '../../apps/server/trial-house.ts';
import { HttpPhone } from '../e2e/http-phone.ts';
import type { Method, Operation } from './described.ts';

export interface Recorded {
  readonly method: Method;
  readonly url: string;
  readonly body: string | null;
}

/** A volunteer's phone holds the cards of those who are given to her. */
const ofVolunteer = named('who is given to 韦');

/** What a console of this county would put into these. */
const usual: Readonly<Record<string, readonly string[]>> = {
  month: ['2026-03'],
  level: ['county', 'station', 'room'],
  register: ['visits', 'clients', 'villages', 'staff', 'trips'],
  state: ['open', 'answered'],
  lang: ['zh-CN'],
  search: ['杨'],
};
const idPattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Of each route, per person: the first few ids that fit. */
const triesEach = 6;

export async function recordTraffic(
  house: TrialHouse,
  operations: readonly Operation[],
): Promise<{ recorded: Recorded[]; ids: string[] }> {
  await house.system('people.register-client', { ...newClient(ofVolunteer, place.room), assigneeId: idOf('wei') });
  const recorded: Recorded[] = [];
  const ids = new Set<string>([client, place.room, place.station]);
  for (const login of ['wei', 'lan', 'shi', 'wu'] as const) {
    const phone = await HttpPhone.signIn(house.address, login, password);
    recorded.push(...(await phoneTraffic(phone, login)));
    for (const operation of operations.filter(({ method }) => method === 'GET')) {
      for (const url of urlsOf(operation, [...ids])) {
        const answer = await house.app.inject({ method: 'GET', url, headers: { cookie: phone.cookie } });
        if (answer.statusCode !== 200) continue;
        recorded.push({ method: 'GET', url, body: null });
        for (const [id] of answer.body.slice(0, 20_000).matchAll(idPattern)) ids.add(id);
        break;
      }
    }
  }
  return { recorded, ids: [...ids] };
}

function urlsOf({ path, parameters }: Operation, ids: readonly string[]): string[] {
  // The stream of events never ends.
  if (path === '/api/sync/events') return [];
  const open = parameters.filter((one) => one.required);
  return Array.from({ length: triesEach }, (_, at) => {
    const filled = new Map(open.map(({ name }) => [name, encodeURIComponent(pick(usual[name] ?? ids, at))]));
    const url = path.replace(/\{(\w+)\}/g, (_all, name: string) => filled.get(name) ?? pick(ids, at));
    const query = open.filter((one) => one.in === 'query').map(({ name }) => `${name}=${filled.get(name)}`);
    return query.length === 0 ? url : `${url}?${query.join('&')}`;
  });
}

const pick = (from: readonly string[], at: number): string => from[at % from.length] ?? 'x';

/** What this person's phone sends: noted as it goes out. */
async function phoneTraffic(phone: HttpPhone, login: string): Promise<Recorded[]> {
  const sent: Recorded[] = [];
  const through = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (typeof init?.body === 'string')
      sent.push({ method: 'POST', url: new URL(String(input)).pathname, body: init.body });
    return through(input, init);
  };
  try {
    const replica = await phone.fresh();
    if (login !== 'wu') {
      const person = replica.newId();
      const told = [
        await replica.record('people.register-client', newClient(person, place.room)),
        await replica.record(
          'services.record-visit',
          newVisit(replica.newId(), login === 'wei' ? ofVolunteer : person, Date.now()),
        ),
      ];
      if (told.every(isProblem)) throw new Error(`${login} could record nothing`);
    }
    await replica.sync();
  } finally {
    globalThis.fetch = through;
  }
  return sent;
}
