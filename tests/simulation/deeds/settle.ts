/** What was refused is put right or taken back; what waits can be taken back too (law C4). */
import type { Entry } from '@yimi/sync';
import { short } from '../log.ts';
import { plainInput } from '../two-versions.ts';
import type { Deed, Scene } from './choose.ts';
import { ownRooms } from './people.ts';
import { asRecorded, peopleShown } from './visits.ts';

export function settle(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const open = replica.entries.filter(({ state }) => state === 'refused' || state === 'waiting');
  // A registration first: whatever else waits, waits for it.
  const registrations = open.filter(({ envelope }) => envelope.name === 'people.register-client');
  const entry = dice.pick(dice.chance(0.75) && registrations.length > 0 ? registrations : open);
  if (entry === undefined) return null;
  // A person is rather registered once more than given up.
  const givenUp = registrations.includes(entry) ? 0.15 : 0.4;
  if (entry.state === 'waiting' || dice.chance(givenUp)) return withdraw(entry);
  return mend(scene, entry);
}

function withdraw({ envelope, state }: Entry): Deed {
  return {
    name: 'sync.withdraw-command',
    input: { commandId: envelope.id },
    mends: envelope.id,
    what: `takes back ${short(envelope.id)}, which is ${state}`,
  };
}

function mend(scene: Scene, { envelope }: Entry): Deed | null {
  const what = `mends ${short(envelope.id)}`;
  const again = { name: envelope.name, mends: envelope.id, what };
  const plain = plainInput(envelope) as Record<string, unknown>;
  if (envelope.name === 'services.record-visit') {
    const clientId = scene.dice.pick(peopleShown(scene));
    if (clientId === undefined) return null;
    return { ...again, input: asRecorded(scene, { ...plain, clientId, files: [] }) };
  }
  if (envelope.name === 'people.register-client') {
    const roomId = scene.dice.pick(ownRooms(scene));
    return roomId === undefined ? null : { ...again, input: { ...plain, roomId, guardian: '外婆' } };
  }
  // As it was: by now it may be allowed.
  return { ...again, input: plain };
}
