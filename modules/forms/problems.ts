/** What forms refuse. */
import { problem } from '@yimi/kernel';
import type { AnswerFault } from './answering.ts';
import type { ModelFault } from './model.ts';

export const noSuchForm = () => problem('not-found', 'forms.no-such-form', {}, 'input.formId');
export const noSuchAnswer = () => problem('not-found', 'forms.no-such-answer', {}, 'input.answerId');
export const notYourVillage = () => problem('conflict', 'forms.not-your-village', {}, 'input.roomId');
export const elsewhere = () => problem('conflict', 'forms.elsewhere', {}, 'input.formId');
export const closed = () => problem('conflict', 'forms.closed', {}, 'input.formId');
export const notOpen = () => problem('conflict', 'forms.not-open', {}, 'input.formId');
export const notClosed = () => problem('conflict', 'forms.not-closed', {}, 'input.formId');
export const nothingNew = () => problem('conflict', 'forms.nothing-new', {}, 'input.formId');
export const noSuchRevision = () => problem('not-found', 'forms.no-such-revision', {}, 'input.revision');
export const paperTaken = (paper: string) => problem('conflict', 'forms.paper-taken', { paper }, 'input.paper');
export const paperMissing = () => problem('invalid', 'forms.paper-missing', {}, 'input.paper');
export const alreadyAnswered = () => problem('conflict', 'forms.already-answered', {}, 'input.answerId');
export const wrongId = () => problem('invalid', 'forms.wrong-id', {}, 'input.answerId');
export const dayAhead = () => problem('invalid', 'forms.day-ahead', {}, 'input.answeredOn');
export const followsItself = () => problem('invalid', 'forms.follows-itself', {}, 'input.followsId');

/** Each fault of a model has words of its own: they say which question, and what to do with it. */
export const faultyModel = ({ fault, n }: ModelFault) =>
  problem('invalid', `forms.${fault}`, { question: n }, 'input.model');
export const faultyAnswer = ({ fault, n }: AnswerFault) =>
  problem('invalid', `forms.answer-${fault}`, { question: n }, 'input.values');
