/** What people do on their phones, by role: which deeds, how often, and on what they see in front of them. */
import type { Role } from '@yimi/kernel';
import type { Replica } from '@yimi/sync';
import type { Dice } from '../dice.ts';
import type { Age } from '../two-versions.ts';
import { completeFile, document, household, tie, undoMerge } from './families.ts';
import { answerOffer, endTask } from './helping.ts';
import { answerNeed, rateNeed, recordNeed } from './needs.ts';
import {
  correctClient,
  eraseClient,
  mergeOrKeepApart,
  moveClient,
  registerClient,
  settleConflict,
  withdrawConsent,
} from './people.ts';
import { endPost, openPost } from './posts.ts';
import { settle } from './settle.ts';
import {
  addErrand,
  callOffTrip,
  changeTrip,
  decideTrip,
  driveTrip,
  knowVillage,
  proposeTrip,
  settleErrand,
} from './trips.ts';
import {
  answerQuestion,
  attachEvidence,
  correctVisit,
  importLedger,
  judgeVisit,
  recordVisit,
  turnPicture,
  withdrawVisit,
} from './visits.ts';

export interface Scene {
  readonly replica: Replica;
  readonly dice: Dice;
  readonly userId: string;
  readonly role: Role;
  /** The phone's own clock. */
  readonly now: number;
  readonly age: Age;
}

export interface Deed {
  readonly name: string;
  readonly input: unknown;
  readonly mends: string | null;
  /** In words, for the story. */
  readonly what: string;
}

export type DeedMaker = (scene: Scene) => Deed | null;

const makers = {
  visit: recordVisit,
  correctVisit,
  withdrawVisit,
  attach: attachEvidence,
  turn: turnPicture,
  answer: answerQuestion,
  judge: judgeVisit,
  register: registerClient,
  correct: correctClient,
  consent: withdrawConsent,
  move: moveClient,
  merge: mergeOrKeepApart,
  erase: eraseClient,
  conflict: settleConflict,
  undoMerge,
  household,
  tie,
  completeFile,
  document,
  importLedger,
  openPost,
  endPost,
  settle,
  proposeTrip,
  changeTrip,
  decideTrip,
  callOffTrip,
  driveTrip,
  addErrand,
  settleErrand,
  knowVillage,
  need: recordNeed,
  answerNeed,
  rateNeed,
  answerOffer,
  endTask,
} satisfies Record<string, DeedMaker>;

type Weights = Partial<Record<keyof typeof makers, number>>;

const volunteer: Weights = {
  visit: 70,
  attach: 3,
  turn: 2,
  correctVisit: 7,
  withdrawVisit: 5,
  answer: 9,
  settle: 9,
  need: 6,
  answerOffer: 7,
  endTask: 5,
};
const villageWorker: Weights = {
  visit: 50,
  attach: 3,
  turn: 2,
  register: 13,
  correct: 15,
  consent: 2,
  household: 3,
  tie: 2,
  completeFile: 3,
  correctVisit: 5,
  withdrawVisit: 4,
  answer: 6,
  settle: 13,
  addErrand: 3,
  knowVillage: 2,
  need: 6,
  answerNeed: 5,
  rateNeed: 5,
};
const stationWorker: Weights = {
  visit: 30,
  attach: 2,
  turn: 2,
  judge: 22,
  register: 10,
  correct: 15,
  consent: 1,
  move: 3,
  merge: 5,
  undoMerge: 4,
  household: 5,
  tie: 3,
  completeFile: 4,
  document: 2,
  conflict: 4,
  correctVisit: 3,
  withdrawVisit: 3,
  answer: 3,
  settle: 12,
  proposeTrip: 4,
  changeTrip: 4,
  callOffTrip: 1,
  driveTrip: 22,
  addErrand: 3,
  settleErrand: 3,
  knowVillage: 3,
  need: 3,
  answerNeed: 3,
  rateNeed: 3,
};
const weights: Partial<Record<Role, Weights>> = {
  'hamlet-volunteer': volunteer,
  'village-worker': villageWorker,
  'station-worker': stationWorker,
  'station-head': { ...stationWorker, erase: 3, importLedger: 9, openPost: 3, endPost: 2, decideTrip: 22 },
};

export function chooseDeed(scene: Scene): Deed | null {
  const chosen = weights[scene.role];
  if (chosen === undefined) return null;
  // Where there is nothing to review or answer, there is always somebody to visit.
  return makers[scene.dice.weighted(chosen)](scene) ?? recordVisit(scene);
}
