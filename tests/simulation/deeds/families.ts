/** Deeds about what people's files hold beside the plain fields: households, ties, groups over time, consent, merges undone. */
import { dayOf } from '@yimi/kernel';
import type { Client } from '@yimi/people';
import {
  type choosableFields,
  clients,
  consentPurposes,
  households,
  merges,
  relationKinds,
  specialGroups,
  ties,
  withCheckDigit,
} from '@yimi/people';
import { visits } from '@yimi/services';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';

function active(scene: Scene): Client[] {
  return scene.replica.rows(clients).filter((client) => client.state === 'active');
}

const deed = (name: string, input: unknown, what: string): Deed => ({
  name: `people.${name}`,
  input,
  mends: null,
  what,
});

/** Of what whoever merges is asked, what the checks follow by a model of their own. */
export const followedChoices = [
  'name',
  'phone',
  'risk',
  'assigneeId',
] as const satisfies readonly (typeof choosableFields)[number][];

export function undoMerge(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const merge = dice.pick(replica.rows(merges).filter((one) => one.state === 'merged'));
  if (merge === undefined) return null;
  const since = replica.rows(visits).filter((one) => one.clientId === merge.intoId && one.recordedFor === null);
  const takeVisits = since.filter(() => dice.chance(0.2)).map((one) => one.id);
  const what = `undoes the merge of ${short(merge.clientId)} into ${short(merge.intoId)}`;
  return deed('undo-merge', { clientId: merge.clientId, takeVisits }, what);
}

function makeHousehold(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const head = dice.pick(active(scene));
  if (head === undefined) return null;
  const others = active(scene).filter((one) => one.roomId === head.roomId && one.id !== head.id && dice.chance(0.2));
  const householdId = replica.newId();
  const { roomId, hamlet } = head;
  const memberIds = [head.id, ...others.map((one) => one.id)].slice(0, 5);
  const input = {
    householdId,
    roomId,
    hamlet,
    address: '',
    phone: null,
    headId: head.id,
    memberIds,
    day: dayOf(scene.now),
  };
  return deed('make-household', input, `makes household ${short(householdId)} of ${memberIds.length}`);
}

export function household(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const all = replica.rows(households).filter((one) => one.state !== 'merged');
  const one = dice.pick(all);
  if (one === undefined || dice.chance(0.35)) return makeHousehold(scene);
  const here = active(scene).filter((client) => client.roomId === one.roomId);
  const member = dice.pick(here.filter((client) => client.householdId === one.id));
  const joining = dice.pick(here);
  const other = dice.pick(all.filter((into) => into.roomId === one.roomId && into.id !== one.id));
  const { id: householdId } = one;
  if (dice.chance(0.3) && other !== undefined) {
    return deed(
      'merge-households',
      { householdId, intoHouseholdId: other.id },
      `merges household ${short(householdId)}`,
    );
  }
  if (dice.chance(0.3) && member !== undefined) {
    return deed('leave-household', { clientId: member.id }, `takes ${short(member.id)} out of their household`);
  }
  if (dice.chance(0.4)) {
    const phone = { from: one.phone, to: `07${dice.between(10_000_000, 99_999_999)}` };
    const changes = { phone, ...(member === undefined ? {} : { headId: { from: one.headId, to: member.id } }) };
    return deed('correct-household', { householdId, changes }, `corrects household ${short(householdId)}`);
  }
  if (joining === undefined) return null;
  return deed(
    'join-household',
    { clientId: joining.id, householdId },
    `${short(joining.id)} joins ${short(householdId)}`,
  );
}

export function tie(scene: Scene): Deed | null {
  const { dice, replica } = scene;
  const old = dice.pick(replica.rows(ties));
  if (old !== undefined && dice.chance(0.35)) {
    return deed('untie-clients', { tieId: old.tieId, clientId: old.clientId }, `ends tie ${short(old.tieId)}`);
  }
  const client = dice.pick(active(scene));
  const other = dice.pick(active(scene).filter((one) => one.id !== client?.id));
  if (client === undefined || other === undefined) return null;
  const known = dice.chance(0.8);
  const contact = known ? null : { name: '杨小妹', phone: '13600000000' };
  const kind = dice.oneOf(relationKinds);
  const input = { tieId: replica.newId(), clientId: client.id, kind, otherId: known ? other.id : null, contact };
  return deed(
    'tie-clients',
    input,
    `ties ${short(client.id)} to ${known ? short(other.id) : 'somebody without a file'}`,
  );
}

/** Begun long before any phone's clock, so that it is current whatever the clock says; ended before, or open. */
export function completeFile(scene: Scene): Deed | null {
  const { dice } = scene;
  const client = dice.pick(active(scene));
  if (client === undefined) return null;
  const { id: clientId } = client;
  const about = short(clientId);
  if (dice.chance(0.35)) {
    // Over by any phone's clock, also by one that is a year behind.
    const toDay = dice.chance(0.3) ? '2025-01-31' : null;
    const membership = { group: dice.oneOf(specialGroups), source: '名单', fromDay: '2025-01-01', toDay };
    return deed('record-membership', { clientId, membership }, `records a group of ${about}`);
  }
  if (dice.chance(0.4)) {
    const input = { clientId, purpose: dice.oneOf(consentPurposes), givenBy: dice.oneOf(['person', 'guardian']) };
    return deed('give-consent', input, `${about} agrees to ${input.purpose}`);
  }
  const photo = dice.chance(0.8) ? 'ab'.repeat(32) : null;
  return deed('set-photo', { clientId, photo }, `changes the picture of ${about}`);
}

/** The station alone holds numbers. */
export function document(scene: Scene): Deed | null {
  const { dice } = scene;
  const client = dice.pick(active(scene));
  if (client === undefined) return null;
  const number = withCheckDigit(`4502261950010${String(dice.below(10_000)).padStart(4, '0')}`);
  const passport = { kind: 'passport', number: `E${dice.between(10_000_000, 99_999_999)}` };
  const input = dice.chance(0.6) ? { idNumber: number, document: null } : { idNumber: null, document: passport };
  return deed('correct-document', { clientId: client.id, ...input }, `corrects the document of ${short(client.id)}`);
}
