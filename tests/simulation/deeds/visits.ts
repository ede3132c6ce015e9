/** Deeds about visits. */
import { dayOf } from '@yimi/kernel';
import { posts, rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import type { OwnVisit } from '@yimi/services';
import { cards, needKinds, ownVisits, visitModes, visitResults, visits } from '@yimi/services';
import { people } from '../county.ts';
import type { Dice } from '../dice.ts';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';

const hour = 3_600_000;

function findings(dice: Dice): string | null {
  return dice.chance(0.2) ? null : `所见 ${dice.below(1_000_000)}`;
}

function needs(dice: Dice): string[] {
  return dice.chance(0.5) ? [] : [...new Set([dice.oneOf(needKinds), dice.oneOf(needKinds)])];
}

function file(dice: Dice, id: string, now: number) {
  const kind = dice.chance(0.6) ? 'photo' : 'voice';
  const sha256 = Array.from(dice.bytes(32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const mime = kind === 'photo' ? 'image/jpeg' : 'audio/webm';
  const place = dice.chance(0.3) ? { lat: 25.78, lon: 109.6, accuracy: dice.between(5, 900) } : null;
  return { id, kind, sha256, mime, bytes: dice.between(1_000, 900_000), takenAt: now, name: null, place };
}

/** Whom this phone shows: cards on a volunteer's, the village's people on the others. */
export function peopleShown(scene: Scene): string[] {
  if (scene.role === 'hamlet-volunteer') return scene.replica.rows(cards).map((card) => card.clientId);
  return scene.replica
    .rows(clients)
    .filter((client) => client.state === 'active')
    .map((client) => client.id);
}

export function visitInput(scene: Scene, visitId: string, clientId: string): unknown {
  const { dice, now, replica } = scene;
  const files = dice.chance(0.15) ? [file(dice, replica.newId(), now)] : [];
  return {
    visitId,
    clientId,
    visitedAt: now - dice.below(dice.chance(0.1) ? 60 * 24 * hour : 5 * hour),
    mode: dice.oneOf(visitModes),
    result: dice.chance(0.6) ? 'home' : dice.oneOf(visitResults),
    findings: findings(dice),
    needs: needs(dice),
    files,
  };
}

/** The command's next version wraps the visit. */
export function asRecorded(scene: Scene, visit: unknown): unknown {
  return scene.age === 'old' ? visit : { visit, companions: scene.dice.below(3) };
}

export function recordVisit(scene: Scene): Deed | null {
  const clientId = scene.dice.pick(peopleShown(scene));
  if (clientId === undefined) return null;
  const visitId = scene.replica.newId();
  const input = asRecorded(scene, visitInput(scene, visitId, clientId));
  const what = `records visit ${short(visitId)} to person ${short(clientId)}`;
  return { name: 'services.record-visit', input, mends: null, what };
}

function own(scene: Scene, wanted: (visit: OwnVisit) => boolean): OwnVisit | undefined {
  return scene.dice.pick(scene.replica.rows(ownVisits).filter(wanted));
}

export function correctVisit(scene: Scene): Deed | null {
  const visit = own(scene, () => true);
  if (visit === undefined) return null;
  const { dice } = scene;
  const input = { visitId: visit.id, result: dice.oneOf(visitResults), findings: findings(dice), needs: needs(dice) };
  return { name: 'services.correct-visit', input, mends: null, what: `corrects visit ${short(visit.id)}` };
}

/** Something is put with an earlier visit: new, or a picture that lies with another one. */
export function attachEvidence(scene: Scene): Deed | null {
  const { dice, now, replica } = scene;
  const visit = own(scene, (one) => one.state === 'counted');
  if (visit === undefined) return null;
  const other = dice.chance(0.5) ? own(scene, (one) => one.id !== visit.id && one.files.length > 0) : undefined;
  const known = other?.files[0];
  const made = file(dice, replica.newId(), now);
  const { kind, sha256, mime, bytes } = known ?? made;
  const input = { visitId: visit.id, files: [{ ...made, kind, sha256, mime, bytes }] };
  const what = `puts ${known === undefined ? 'a file' : 'a known file'} with visit ${short(visit.id)}`;
  return { name: 'services.attach-evidence', input, mends: null, what };
}

export function turnPicture(scene: Scene): Deed | null {
  const visit = own(scene, (one) => one.files.some((note) => note.kind === 'photo'));
  const picture = visit?.files.find((note) => note.kind === 'photo');
  if (visit === undefined || picture === undefined) return null;
  const input = { visitId: visit.id, evidenceId: picture.id, turned: scene.dice.below(4) };
  return { name: 'services.turn-picture', input, mends: null, what: `turns a picture of visit ${short(visit.id)}` };
}

export function withdrawVisit(scene: Scene): Deed | null {
  const visit = own(scene, (one) => one.state === 'counted' || scene.dice.chance(0.2));
  if (visit === undefined) return null;
  const input = { visitId: visit.id, reason: '记错了' };
  return { name: 'services.withdraw-visit', input, mends: null, what: `withdraws visit ${short(visit.id)}` };
}

export function answerQuestion(scene: Scene): Deed | null {
  const visit = own(scene, (one) => one.review === 'questioned');
  if (visit === undefined) return null;
  const input = { visitId: visit.id, answer: `答 ${scene.dice.below(1_000_000)}` };
  return { name: 'services.answer-question', input, mends: null, what: `answers on visit ${short(visit.id)}` };
}

/** The station reads what came in: reviewed, questioned, rejected. */
export function judgeVisit(scene: Scene): Deed | null {
  const { dice, replica, userId } = scene;
  if (replica.rows(rooms).length === 0) return null;
  const open = replica.rows(visits).filter((visit) => visit.review !== 'reviewed' && visit.authorId !== userId);
  const visit = dice.pick(open);
  if (visit === undefined) return null;
  const verdict = dice.weighted({ review: 50, question: 38, reject: 12 });
  const visitId = visit.id;
  const input =
    verdict === 'review'
      ? { visitId }
      : verdict === 'question'
        ? { visitId, question: `问 ${dice.below(1_000_000)}` }
        : { visitId, reason: '重复' };
  return { name: `services.${verdict}-visit`, input, mends: null, what: `${verdict}s visit ${short(visitId)}` };
}

/** The head brings in a page of an old ledger (台账). */
export function importLedger(scene: Scene): Deed | null {
  const { dice, replica, now } = scene;
  const mine = replica.rows(posts).find((post) => post.role === 'station-head' && post.toDay === null);
  const shown = replica.rows(clients);
  if (mine === undefined || mine.stationId === null || shown.length === 0) return null;
  const rows = Array.from({ length: dice.between(1, 6) }, () => ({
    visitId: replica.newId(),
    clientId: dice.pick(shown)?.id ?? '',
    visitedAt: now - dice.between(1, 200) * 24 * hour,
    authorId: dice.pick(people)?.userId ?? scene.userId,
    authorRole: 'station-worker',
    mode: dice.oneOf(visitModes),
    result: dice.oneOf(visitResults),
    findings: findings(dice),
    needs: needs(dice),
    reviewedBy: dice.chance(0.7) ? scene.userId : null,
  }));
  const input = { stationId: mine.stationId, ledger: '旧台账', importedOn: dayOf(now), rows };
  return { name: 'services.import-visits', input, mends: null, what: `imports ${rows.length} visits` };
}
