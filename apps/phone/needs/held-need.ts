/**
 * A need as this phone may know it: the author's own copy, the village's, or what still lies in the outbox. Screens work on
 * this one shape; what is the station's alone has no kind and no words once it was sent.
 */
import type { OwnNeed, VillageNeed } from '@yimi/needs';
import { ownNeeds, villageNeeds } from '@yimi/needs';
import type { Entry } from '@yimi/sync';
import type { Live } from '../live.ts';
import type { Key } from '../words.ts';
import { entryOfNeed, needContent, unsentOf } from './need-entry.ts';

export interface HeldNeed {
  readonly id: string;
  readonly clientId: string | null;
  /** Empty where no name was left. */
  readonly who: string;
  readonly phone: string | null;
  readonly kind: string | null;
  readonly words: string | null;
  readonly byProxy: boolean;
  readonly withStation: boolean;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly state: OwnNeed['state'];
  readonly told: OwnNeed | VillageNeed;
  readonly own: boolean;
  /** True where somebody on this phone may answer and rate it. */
  readonly inVillage: boolean;
  /** What the server has not taken of it. */
  readonly unsent: Entry | undefined;
}

export function heldNeed(live: Live, needId: string): HeldNeed | null {
  const own = live.rowsOf(ownNeeds).value.find((one) => one.id === needId);
  const village = live.rowsOf(villageNeeds).value.find((one) => one.id === needId);
  const told = own ?? village;
  return told === undefined ? null : shown(live, told, own !== undefined, village ?? null);
}

export function myNeeds(live: Live): HeldNeed[] {
  const rows = [...live.rowsOf(ownNeeds).value].sort((one, other) => other.receivedAt - one.receivedAt);
  const village = new Map(live.rowsOf(villageNeeds).value.map((one) => [one.id, one]));
  return rows.map((one) => shown(live, one, true, village.get(one.id) ?? null));
}

/** What is to be done in the village that is being looked at, the soonest deadline first. */
export function needsToDo(live: Live): HeldNeed[] {
  const roomId = live.room.value?.id ?? null;
  const mine = new Set(live.rowsOf(ownNeeds).value.map(({ id }) => id));
  return live
    .rowsOf(villageNeeds)
    .value.filter((one) => one.roomId === roomId)
    .sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0))
    .map((one) => shown(live, one, mine.has(one.id), one));
}

/** A person's, newest first: what one brought in, and on a worker's phone what is to be done. */
export function needsOfPerson(live: Live, clientId: string): HeldNeed[] {
  const all = [...myNeeds(live), ...live.rowsOf(villageNeeds).value.map((one) => shown(live, one, false, one))];
  const known = new Map(all.reverse().map((one) => [one.id, one]));
  return [...known.values()]
    .filter((one) => one.clientId === clientId)
    .sort((one, other) => (one.receivedOn < other.receivedOn ? 1 : -1));
}

function shown(live: Live, told: OwnNeed | VillageNeed, own: boolean, village: VillageNeed | null): HeldNeed {
  const said = needContent(entryOfNeed(live.entries.value, told.id));
  const unsent = unsentOf(live.entries.value, told.id);
  const { id, clientId, byProxy, receivedOn, dueOn, state } = told;
  const named = clientId === null ? null : live.nameOf(clientId);
  const left = 'who' in told ? told.who : (told.askerName ?? '');
  return {
    ...{ id, clientId, byProxy, receivedOn, dueOn, state, told, own, unsent },
    who: named ?? left,
    phone: village?.askerPhone ?? null,
    kind: told.kind ?? said?.kind ?? null,
    words: told.words ?? said?.words ?? null,
    withStation: 'withStation' in told && told.withStation,
    inVillage: village !== null && live.isWorker.value,
  };
}

/** What is not on its way any more is said of the station; before that nothing is shown as done (law N5). */
export function stateKey(need: HeldNeed): Key {
  if (need.unsent !== undefined) return 'needs.unsent';
  if (!need.withStation) return `needs.states.${need.state}`;
  return need.state === 'received' ? 'needs.station' : 'needs.stationDone';
}
