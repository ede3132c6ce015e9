/** Questionnaires: typed after zh-CN. */
import type { Words } from '../words.ts';
import type { formCommands as zhCommands, formProblems as zhProblems } from '../zh-CN/forms.ts';

export const formProblems: Words<typeof zhProblems> = {
  forms: {
    'no-such-form': { title: 'This questionnaire is not there', next: 'Refresh the list.' },
    'no-such-answer': {
      title: 'This answer is not there, or was struck',
      next: 'Refresh; one that was struck can be typed in anew under its number.',
    },
    'not-your-village': {
      title: 'This village is not your station’s',
      next: 'Choose one of your own; give the paper to the station that it belongs to.',
    },
    elsewhere: {
      title: 'This questionnaire belongs to another station',
      next: 'Choose one of your own station, or write a new one.',
    },
    closed: {
      title: 'This questionnaire is closed',
      next: 'Open it again to change it; to ask once more, write a new one that follows it.',
    },
    'not-open': {
      title: 'This questionnaire takes no answers now',
      next: 'Send it out first, or open it again if it was closed.',
    },
    'not-closed': { title: 'This questionnaire is not closed', next: 'No need to open it; go on typing in.' },
    'nothing-new': {
      title: 'It is the same as what went out',
      next: 'Change a question before sending it out again; otherwise nothing needs doing.',
    },
    'no-such-revision': { title: 'There is no such version', next: 'Refresh the page and type this paper in again.' },
    'paper-taken': {
      title: 'Paper {paper} is in already',
      next: 'Compare the number; if it was typed in wrongly, strike it and type it in anew.',
    },
    'paper-missing': {
      title: 'The paper’s number is missing',
      next: 'Number each paper, then type its number in.',
    },
    'already-answered': { title: 'This answer has arrived already', next: 'No need to send it again.' },
    'wrong-id': {
      title: 'Number and answer do not match',
      next: 'Refresh the page and type this paper in again.',
    },
    'day-ahead': { title: 'That day is still to come', next: 'Give a day no later than today.' },
    'follows-itself': { title: 'A questionnaire cannot follow itself', next: 'Choose an earlier one.' },
    'no-questions': {
      title: 'There is no question yet',
      next: 'Write at least one that people answer, then send it out.',
    },
    'name-twice': { title: 'Question {question} clashes with another', next: 'Remove it and add it once more.' },
    'no-label': {
      title: 'Question {question} is not finished',
      next: 'Write the question and every choice, then send it out.',
    },
    'few-choices': {
      title: 'Question {question} needs two choices at least',
      next: 'Add choices, or make it a question answered in writing.',
    },
    'choices-not-asked': {
      title: 'Question {question} takes no choices',
      next: 'Let people choose one or several, or remove the choices.',
    },
    unreadable: { title: 'The condition of question {question} cannot be read', next: 'Choose anew when it is asked.' },
    'asks-later': {
      title: 'The condition of question {question} looks at a later one',
      next: 'A condition can only use earlier questions: move it, or choose anew.',
    },
    'answer-missing': {
      title: 'Question {question} has no answer',
      next: 'It has to be answered; for who would rather not, offer a choice that says so.',
    },
    'answer-wrong-type': {
      title: 'The answer to question {question} does not fit',
      next: 'Give a number or a day where one is asked for; write less where it is too long.',
    },
    'answer-no-such-choice': { title: 'Question {question} has no such choice', next: 'Choose again.' },
    'answer-constraint': {
      title: 'The answer to question {question} cannot be right',
      next: 'See whether a key was hit twice, for instance in an age.',
    },
    'answer-not-asked': {
      title: 'Question {question} was not to be answered',
      next: 'After what was answered before, it is not asked: remove it, or mend the earlier answer.',
    },
  },
};

export const formCommands: Words<typeof zhCommands> = {
  forms: {
    'save-draft': 'saved a draft of a questionnaire',
    publish: 'sent a questionnaire out',
    close: 'closed a questionnaire',
    reopen: 'opened a questionnaire again',
    answer: 'typed in an answer',
    'strike-answer': 'struck an answer',
    'forget-words': 'removed what was written on questionnaires, its time being over',
  },
};
