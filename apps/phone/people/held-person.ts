/**
 * A person as this phone may know them: a worker's phone holds the person's file, a volunteer's only a card (DOMAIN.md 1).
 * Screens work on this one shape; what a card does not carry is null, never guessed.
 */
import type { Room } from '@yimi/network';
import type { Client, Risk } from '@yimi/people';
import { hasConsent } from '@yimi/people';
import type { Card, Care } from '@yimi/services';

export interface HeldPerson {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly phone: string | null;
  readonly roomId: string;
  readonly roomName: string;
  readonly hamlet: string;
  readonly dueOn: string | null;
  readonly lastMetOn: string | null;
  readonly mayPhotograph: boolean;
  /** Whether they agreed that a place stands beside a picture. */
  readonly mayLocate: boolean;
  /** Workers only. */
  readonly risk: Risk | null;
  readonly groups: readonly string[];
  readonly file: Client | null;
  readonly care: Care | null;
}

export interface HeldRows {
  readonly clients: readonly Client[];
  readonly cards: readonly Card[];
  readonly care: readonly Care[];
  readonly rooms: readonly Room[];
  readonly today: string;
}

/** What was last made of a file: a round changes a hundred of five thousand, and the others stay who they are. */
const made = new WeakMap<Client, { readonly person: HeldPerson; readonly today: string }>();

export function heldPeople(rows: HeldRows): HeldPerson[] {
  const roomNames = new Map(rows.rooms.map((room) => [room.id, room.name]));
  const careById = new Map(rows.care.map((state) => [state.id, state]));
  const held = new Map<string, HeldPerson>();
  for (const card of rows.cards) held.set(card.clientId, fromCard(card, roomNames.get(card.roomId) ?? ''));
  for (const client of rows.clients) {
    if (client.state !== 'active') continue;
    const name = roomNames.get(client.roomId) ?? '';
    held.set(client.id, ofFile(client, careById.get(client.id) ?? null, name, rows.today));
  }
  return [...held.values()];
}

function fromCard(card: Card, roomName: string): HeldPerson {
  const { clientId, name, pinyin, phone, roomId, hamlet, dueOn, mayPhotograph, mayLocate } = card;
  return {
    id: clientId,
    name,
    pinyin,
    phone,
    roomId,
    roomName,
    hamlet,
    dueOn,
    mayPhotograph,
    mayLocate,
    lastMetOn: null,
    risk: null,
    groups: [],
    file: null,
    care: null,
  };
}

function ofFile(client: Client, care: Care | null, roomName: string, today: string): HeldPerson {
  const known = made.get(client);
  if (known?.today === today && known.person.care === care && known.person.roomName === roomName) return known.person;
  const person = fromFile(client, care, roomName, today);
  made.set(client, { person, today });
  return person;
}

function fromFile(client: Client, care: Care | null, roomName: string, today: string): HeldPerson {
  const { id, name, pinyin, phone, roomId, hamlet, risk, groups } = client;
  return {
    id,
    name,
    pinyin,
    phone,
    roomId,
    roomName,
    hamlet,
    risk,
    groups,
    care,
    // Nobody is due who is not served: moved away, or consent to service taken back.
    dueOn: care?.active === true ? care.dueOn : null,
    lastMetOn: care?.lastMetOn ?? null,
    mayPhotograph: hasConsent(client, 'photo', today),
    mayLocate: hasConsent(client, 'location', today),
    file: client,
  };
}
