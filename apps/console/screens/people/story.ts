/**
 * A person's story from their page: visits and the turns of their file in one line of time, and what was brought up on
 * visits or asked about them and waits. Everything is read off the page's own facts; nothing is kept twice.
 */
import { addDays, dayOf } from '@yimi/kernel';
import type { IconName } from '@yimi/ui';
import type { ClientPage, StoryVisit } from '../../api-people.ts';
import { sayPurpose } from '../../core/say.ts';
import { codeWord } from '../../locales/code-lists.ts';
import { t } from '../../locales/index.ts';

export type StoryLine =
  | { readonly kind: 'visit'; readonly id: string; readonly day: string; readonly visit: StoryVisit }
  | {
      readonly kind: 'change';
      readonly id: string;
      readonly day: string;
      readonly icon: IconName;
      readonly text: string;
    };

type Change = Omit<Extract<StoryLine, { kind: 'change' }>, 'kind' | 'id'>;

function changesOf(page: ClientPage): Change[] {
  const changes: Change[] = [{ day: page.registeredOn, icon: 'plus', text: t('client.changeRegistered') }];
  for (const home of page.homes.slice(1)) {
    changes.push({ day: home.fromDay, icon: 'home', text: t('client.changeMoved', { place: home.roomName }) });
  }
  for (const { group, fromDay, toDay } of page.memberships) {
    // Groups told at the registration are part of it, and no turn of their own.
    if (fromDay > page.registeredOn)
      changes.push({ day: fromDay, icon: 'people', text: t('client.changeGroup', { group: codeWord(group) }) });
    if (toDay !== null)
      changes.push({ day: toDay, icon: 'people', text: t('client.changeGroupEnd', { group: codeWord(group) }) });
  }
  for (const { purpose, day, givenBy, withdrawnDay } of page.consents) {
    const words = { purpose: sayPurpose(purpose), by: t(`words.givenBy.${givenBy}`) };
    if (day > page.registeredOn) changes.push({ day, icon: 'check', text: t('client.changeConsent', words) });
    if (withdrawnDay !== null)
      changes.push({ day: withdrawnDay, icon: 'close', text: t('client.changeWithdrawn', words) });
  }
  for (const { name, mergedAt, mergedByName } of page.merged) {
    const words = { name: mergedByName ?? t('words.nobody'), who: name ?? '' };
    changes.push({ day: dayOf(mergedAt), icon: 'person', text: t('client.changeMerged', words) });
  }
  return changes;
}

/** Newest first; on one day the visit stands above what was noted of the file. */
export function storyOf(page: ClientPage): StoryLine[] {
  const visits: StoryLine[] = page.visits.map((visit) => ({
    kind: 'visit',
    id: visit.id,
    day: visit.occurredOn,
    visit,
  }));
  const changes: StoryLine[] = changesOf(page).map((change, at) => ({ kind: 'change', id: `change ${at}`, ...change }));
  return [...visits, ...changes].sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
}

export interface BroughtUp {
  readonly need: string;
  readonly times: number;
  readonly lastOn: string;
}

/** Half a year: what was brought up longer ago was met, or is said again. */
const freshDays = 182;

/** Needs noticed on counted visits, the latest first. */
export function broughtUp(visits: readonly StoryVisit[], today: string): BroughtUp[] {
  const since = addDays(today, -freshDays);
  const all = new Map<string, BroughtUp>();
  for (const { needs, occurredOn, state } of visits) {
    if (state !== 'counted' || occurredOn < since) continue;
    for (const need of needs) {
      const known = all.get(need);
      const lastOn = known !== undefined && known.lastOn > occurredOn ? known.lastOn : occurredOn;
      all.set(need, { need, times: (known?.times ?? 0) + 1, lastOn });
    }
  }
  return [...all.values()].sort((one, other) => (one.lastOn < other.lastOn ? 1 : -1) || other.times - one.times);
}

/** Questions of the station about a visit, not answered or not looked at yet. */
export function openQuestions(visits: readonly StoryVisit[]): StoryVisit[] {
  return visits.filter((one) => one.state === 'counted' && (one.review === 'questioned' || one.review === 'answered'));
}
