/** forms: questionnaires that a station asks of its villages, and what was answered, down to the kinds of need it stands for. */
import { defineModule } from '@yimi/kernel';
import { answerForm, forgetWrittenAnswers, strikeAnswer } from './commands/answer.ts';
import { closeForm, publishForm, reopenForm, saveDraft, showOnWeb } from './commands/form.ts';
import { figures } from './figures.ts';
import { answers, forms, revisions } from './tables.ts';

export { answerFaults, faultOfAnswers, isAsked, onlyAsked } from './answering.ts';
export type { Value, Values } from './expression.ts';
export { formAnswerCount, pickCount, tickedKinds } from './figures.ts';
export { paperAnswerId } from './form-rules.ts';
export type { Choice, Question, QuestionType } from './model.ts';
export {
  chooses,
  FormModel,
  faultOf,
  modelFaults,
  mostChoices,
  mostQuestions,
  questionTypes,
  secondLanguages,
  soundIn,
  soundsOf,
  wordsIn,
} from './model.ts';
export type { Answer, Form } from './tables.ts';
export { answerOrigins, answerStates, answers, formStates, forms, revisions, writtenIn } from './tables.ts';

export const formsModule = defineModule({
  name: 'forms',
  tables: [forms, revisions, answers],
  commands: [saveDraft, publishForm, closeForm, reopenForm, showOnWeb, answerForm, strikeAnswer, forgetWrittenAnswers],
  figures,
});
