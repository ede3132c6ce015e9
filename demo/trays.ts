/** Three commands that the engine refuses, on purpose, on the last evening: what the station finds in its tray (law C4). */
import { scopes } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Client } from './clients.ts';
import { allPhotos } from './pictures/scene.ts';
import type { CountyPlan } from './plan.ts';
import { registration } from './set-up.ts';
import type { Person } from './staff.ts';
import type { Stamp } from './stamp.ts';

export interface Refusal {
  readonly envelope: Envelope;
  readonly code: string;
}

/** Of the first station: its second worker, the village worker and the second volunteer of its first village. */
export function deliberate(person: Person, plan: CountyPlan, stamp: Stamp, at: number): Refusal[] {
  const first = plan.stations[0];
  const village = first?.villages[0];
  if (first === undefined || village === undefined || person.station !== first) return [];
  const here = plan.staff.filter((one) => one.station === first);
  const clients = plan.population.ofVillage.get(village.id) ?? [];
  const [worker] = here.filter((one) => one.role === 'station-worker');
  const [villageWorker] = here.filter((one) => one.role === 'village-worker' && one.village === village);
  const [, volunteer] = here.filter((one) => one.role === 'hamlet-volunteer' && one.village === village);
  if (person === worker) return wrongCard(clients, plan, stamp, at);
  if (person === villageWorker) return photoWithoutConsent(person, clients, stamp, at);
  return person === volunteer ? strangersVisit(person, clients, stamp, at) : [];
}

/** A digit of the citizen id was mistyped, so the check digit does not fit. */
function wrongCard(clients: readonly Client[], plan: CountyPlan, stamp: Stamp, at: number): Refusal[] {
  const like = clients.find((client) => client.idNumber !== null && client.guardian === null);
  if (like === undefined || like.idNumber === null) return [];
  const check = like.idNumber.at(-1) === '0' ? '1' : '0';
  const someone: Client = { ...like, id: newId(plan, stamp, at), idNumber: like.idNumber.slice(0, 17) + check };
  return [{ envelope: registration(someone, stamp, at), code: 'people.invalid-citizen-id' }];
}

function newId(plan: CountyPlan, stamp: Stamp, at: number): string {
  return stamp.command('people.register-client', plan.scale.name, at, []).id;
}

function photoWithoutConsent(author: Person, clients: readonly Client[], stamp: Stamp, at: number): Refusal[] {
  const client = clients.find((one) => !one.consents.includes('photo'));
  const [photo] = allPhotos();
  return client === undefined || photo === undefined
    ? []
    : [
        {
          envelope: stamp.visit(visitOf(author, client, stamp, at, '门前的路修好了，拍了一张。', photo)),
          code: 'services.no-photo-consent',
        },
      ];
}

/** The neighbour is no longer given to this volunteer. */
function strangersVisit(author: Person, clients: readonly Client[], stamp: Stamp, at: number): Refusal[] {
  const client = clients.find((one) => one.volunteer !== author);
  return client === undefined
    ? []
    : [
        {
          envelope: stamp.visit(visitOf(author, client, stamp, at, '路过看了一眼，老人在家。', null)),
          code: 'sync.out-of-reach',
        },
      ];
}

function visitOf(
  author: Person,
  client: Client,
  stamp: Stamp,
  at: number,
  text: string,
  photo: ReturnType<typeof allPhotos>[number] | null,
) {
  const { id: visitId } = stamp.command('services.record-visit', null, at, [scopes.county]);
  return {
    visitId,
    client,
    author,
    at: at - 7_200_000,
    day: 0,
    mode: 'home',
    result: 'home',
    text,
    needs: [],
    photo,
    repeated: false,
  } as const;
}
