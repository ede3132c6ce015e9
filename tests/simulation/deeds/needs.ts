/** Deeds about needs: brought in at a door, some with a word of an alarm; answered and rated by whoever holds the village. */
import { answerKinds, isOpen, urgencies, villageNeeds } from '@yimi/needs';
import { clients } from '@yimi/people';
import { cards, needKinds } from '@yimi/services';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';

function deed(name: string, input: unknown, what: string): Deed {
  return { name: `needs.${name}`, input, mends: null, what };
}

export function recordNeed(scene: Scene): Deed | null {
  const { dice, replica, now } = scene;
  const people: readonly { id: string; roomId: string; householdId: string | null }[] =
    scene.role === 'hamlet-volunteer'
      ? replica.rows(cards).map(({ clientId, roomId }) => ({ id: clientId, roomId, householdId: null }))
      : replica.rows(clients).filter((client) => client.state === 'active');
  const person = dice.pick(people);
  if (person === undefined) return null;
  const needId = replica.newId();
  const nobody = { askerName: null, askerPhone: null, numberHash: null };
  const words = dice.chance(0.1) ? '他说不想活了' : `想要 ${dice.below(1_000_000)}`;
  const input = {
    ...{ needId, channel: scene.role === 'hamlet-volunteer' ? '志愿者上报' : '上门走访', kind: dice.oneOf(needKinds) },
    ...{ words, roomId: person.roomId, clientId: person.id, householdId: person.householdId, ...nobody },
    ...{ byProxy: dice.chance(0.2), proxyName: null, visitId: null, receivedAt: now },
    urgency: dice.chance(0.5) ? dice.oneOf(urgencies) : null,
  };
  return deed('record', input, `brings in need ${short(needId)}`);
}

export function answerNeed(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const need = dice.pick(replica.rows(villageNeeds).filter(({ state }) => isOpen(state)));
  if (need === undefined) return null;
  const input = { needId: need.id, by: dice.oneOf(answerKinds), note: '办了', done: dice.chance(0.8) };
  return deed('answer', input, `answers need ${short(need.id)}`);
}

export function rateNeed(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const need = dice.pick(replica.rows(villageNeeds).filter(({ state }) => state === 'answered'));
  if (need === undefined) return null;
  return deed('rate', { needId: need.id, rating: dice.between(1, 5) }, `lets need ${short(need.id)} be rated`);
}
