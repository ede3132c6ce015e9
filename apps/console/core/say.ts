/** How days, moments, numbers, problems and commands are put into words, in the chosen language. */
import type { Problem } from '@yimi/kernel';
import { dayOf, daysBetween, monthOf } from '@yimi/kernel';
import type { Messages, TextKey } from '../locales/index.ts';
import { i18n, language, t } from '../locales/index.ts';
import { today } from './clock.ts';

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function monthWord(month: number): string {
  return language() === 'en' ? (englishMonths[month - 1] ?? '') : String(month);
}

/** June; with the year where it is not this one. */
export function sayMonth(month: string): string {
  const [year = '', number = ''] = month.split('-');
  const m = monthWord(Number(number));
  return year === today().slice(0, 4) ? t('words.month', { m }) : t('words.yearMonth', { y: year, m });
}

export function sayMonthNumber(month: number): string {
  return t('words.month', { m: monthWord(month) });
}

export function sayDay(day: string | null): string {
  if (day === null) return t('words.nobody');
  const [y = '', m = '', d = ''] = day.split('-');
  const values = { y, m: monthWord(Number(m)), d: Number(d) };
  return t(y === today().slice(0, 4) ? 'words.monthDay' : 'words.fullDay', values);
}

export function sayFullDay(day: string): string {
  const [y = '', m = '', d = ''] = day.split('-');
  return t('words.fullDay', { y, m: monthWord(Number(m)), d: Number(d) });
}

export function sayMoment(instant: number): string {
  const day = dayOf(instant);
  const clock = new Date(instant + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${day === today() ? t('words.today') : sayDay(day)} ${clock}`;
}

export function sayDaysSince(days: number | null): string {
  if (days === null) return t('words.never');
  if (days === 0) return t('words.today');
  return days === 1 ? t('words.yesterday') : t('words.daysAgo', { n: days });
}

export function daysSince(day: string | null): number | null {
  return day === null ? null : Math.max(0, daysBetween(day, today()));
}

export function sayDue(dueOn: string): string {
  const left = daysBetween(today(), dueOn);
  if (left === 0) return t('words.dueToday');
  return left > 0 ? t('words.inDays', { n: left }) : t('words.overdueDays', { n: -left });
}

export function sayNumber(n: number): string {
  return n.toLocaleString(language() === 'en' ? 'en' : 'zh-CN');
}

export function sayAge(birthDay: string): string {
  const now = today();
  const years = Number(now.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (now.slice(5) < birthDay.slice(5) ? 1 : 0);
  return t('words.age', { n: years });
}

export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}

export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

export function thisMonth(): string {
  return monthOf(today());
}

/** A text by a key that is only known when it runs: a code, a reason, a command's name. */
function textAt(path: string): string | null {
  return i18n.global.te(path) ? i18n.global.t(path) : null;
}

export function sayField(field: string | undefined): string {
  // `input.changes.name.to` is about the name: the last step that has a word.
  const steps = (field ?? 'input').split('.').reverse();
  for (const step of steps) {
    const word = textAt(`fields.${step}`);
    if (word !== null) return word;
  }
  return t('fields.input');
}

/** What is wrong and what to do next; a code without words of its own is told by its kind, never as a code alone. */
export function sayProblem(problem: Problem): { title: string; next: string } {
  let key = problem.code;
  if (key === 'sync.wrong-shape' && problem.details.fault === 'too_big') key = 'sync.too-long';
  if (key === 'sync.wrong-shape' && problem.details.fault === 'too_small') key = 'sync.too-short';
  const path = i18n.global.te(`problems.${key}.title`) ? `problems.${key}` : `problems.kind.${problem.kind}`;
  const values: Record<string, string | number> = { field: sayField(problem.field) };
  for (const [name, value] of Object.entries(problem.details)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value;
  }
  return { title: i18n.global.t(`${path}.title`, values), next: i18n.global.t(`${path}.next`, values) };
}

export function sayCommand(name: string): string {
  return textAt(`commandNames.${name}`) ?? name;
}

export function sayLeftOut(reason: string): string {
  return textAt(`leftOut.${reason}`) ?? reason;
}

export function sayOutcome(outcome: string): string {
  return textAt(`audit.outcomes.${outcome}`) ?? outcome;
}

export function sayPurpose(purpose: string): string {
  return textAt(`words.purpose.${purpose}`) ?? purpose;
}

const figureKeys: Readonly<Record<string, keyof Messages['figures']>> = {
  'services.visits': 'visits',
  'services.clients-visited': 'met',
  'services.in-time': 'inTime',
  'services.rooms-unvisited': 'rooms',
  'services.trips': 'trips',
  'services.village-calls': 'villageCalls',
  'services.visits-by-group': 'visits',
  'services.never-visited': 'never',
  'services.never-visited-by-group': 'never',
  'activities.held': 'activitiesHeld',
  'activities.held-by-kind': 'activitiesHeld',
  'activities.attendances': 'attendances',
  'activities.attendances-by-kind': 'attendances',
  'activities.people': 'peopleWhoCame',
  'activities.ratings': 'grades',
  'meals.delivered': 'mealsDelivered',
  'volunteers.offers': 'offersMade',
  'volunteers.tasks-done': 'tasksDone',
  'volunteers.active': 'helpersActive',
};
const figureUnits: Readonly<Record<string, TextKey>> = {
  'services.visits': 'figures.unitVisits',
  'services.trips': 'figures.unitTrips',
  'services.village-calls': 'figures.unitCalls',
  'services.visits-by-group': 'figures.unitVisits',
  'services.rooms-unvisited': 'figures.unitVillages',
  'activities.held': 'figures.unitActivities',
  'activities.held-by-kind': 'figures.unitActivities',
  'activities.attendances': 'figures.unitAttendances',
  'activities.attendances-by-kind': 'figures.unitAttendances',
  'activities.ratings': 'figures.unitGrades',
  'meals.delivered': 'figures.unitMeals',
  'volunteers.offers': 'figures.unitOffers',
  'volunteers.tasks-done': 'figures.unitTasks',
};

export function sayFigure(figure: string): string {
  const key = figureKeys[figure];
  return key === undefined ? figure : t(`figures.${key}`);
}

export function sayFigureUnit(figure: string): string {
  return t(figureUnits[figure] ?? 'figures.unitPeople');
}
