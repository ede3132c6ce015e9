/**
 * Who may be asked for a need, how well they fit and why. Limits (how far the helper goes, places left in the week, free
 * time, the person's wish who comes, a language in common, having declined) rule out and are never weighed against
 * anything; what is left is ordered by fit. For whoever is ruled out the first limit is counted, so that a need that
 * finds nobody can say what stopped it.
 */
import { halfDays } from '@yimi/needs';
import type { Language } from '@yimi/people';
import type { Ask, HalfDays, Helper, MinutesBetween, Skill } from './asks-and-helpers.ts';

/** In the order in which they are tried; of a helper stopped by several the first is counted. */
export const limits = ['way-unknown', 'too-far', 'no-place', 'no-time', 'sex', 'language', 'declined'] as const;
export type Limit = (typeof limits)[number];

/** Data for the words that people read: each screen says it in its language. */
export type Reason =
  | { readonly code: 'same-village' }
  | { readonly code: 'minutes'; readonly minutes: number }
  | { readonly code: 'skill'; readonly skill: Skill }
  | { readonly code: 'language'; readonly language: Language }
  | { readonly code: 'free'; readonly halfDay: number; readonly among: number }
  | { readonly code: 'served-before' }
  | { readonly code: 'load'; readonly given: number; readonly places: number };

export interface Candidate {
  readonly helperId: string;
  /** 0 to 100. */
  readonly fit: number;
  readonly reasons: readonly Reason[];
}

export interface Choice {
  readonly askId: string;
  /** The best first; of equal fit the smaller id first. */
  readonly candidates: readonly Candidate[];
  /** How many helpers each limit stopped. */
  readonly stopped: Readonly<Record<Limit, number>>;
}

/** Points of fit; together at most 100. What a village worker would look at first weighs most. */
const points = { sameVillage: 35, nearest: 30, skill: 30, servedBefore: 20, ownLanguage: 10, freeOften: 5 } as const;
/** Everybody on the road understands it, so having it in common says nothing about the fit. */
const lingua: Language = '普通话';

/** The candidates of each need, at most `most` of them each. */
export function choicesFor(
  asks: readonly Ask[],
  helpers: readonly Helper[],
  minutesBetween: MinutesBetween,
  most: number,
): Choice[] {
  const villages = byVillage(helpers);
  return asks.map((ask) => choiceFor(ask, villages, minutesBetween, most));
}

interface Known extends Helper {
  readonly servedIds: ReadonlySet<string>;
}
interface Village {
  readonly id: string;
  readonly helpers: readonly Known[];
  /** How far whoever goes farthest of them goes: beyond, nobody here need be looked at. */
  readonly mostMinutes: number;
}

/** By village, because the way is asked for once a village: 2,000 needs × 2,000 helpers are four million pairs. */
function byVillage(helpers: readonly Helper[]): Village[] {
  const found = new Map<string, Known[]>();
  for (const helper of helpers) {
    const there = found.get(helper.villageId) ?? [];
    there.push({ ...helper, servedIds: new Set(helper.served) });
    found.set(helper.villageId, there);
  }
  return [...found].map(([id, there]) => ({
    id,
    helpers: there,
    mostMinutes: Math.max(...there.map((helper) => helper.mostMinutes)),
  }));
}

interface Fitting {
  readonly helper: Known;
  readonly minutes: number;
}

function choiceFor(ask: Ask, villages: readonly Village[], minutesBetween: MinutesBetween, most: number): Choice {
  const stopped = Object.fromEntries(limits.map((limit) => [limit, 0])) as Record<Limit, number>;
  /** One list a point of fit: only the best few of hundreds need an order among them. */
  const byFit: Fitting[][] = [];
  for (const village of villages) {
    const minutes = village.id === ask.villageId ? 0 : minutesBetween(ask.villageId, village.id);
    if (minutes === null) {
      stopped['way-unknown'] += village.helpers.length;
      continue;
    }
    if (minutes > village.mostMinutes) {
      stopped['too-far'] += village.helpers.length;
      continue;
    }
    for (const helper of village.helpers) {
      const limit = limitOf(ask, helper, minutes);
      if (limit !== null) {
        stopped[limit] += 1;
        continue;
      }
      const fit = fitOf(ask, helper, minutes);
      const equal = byFit[fit];
      if (equal === undefined) byFit[fit] = [{ helper, minutes }];
      else equal.push({ helper, minutes });
    }
  }
  return { askId: ask.id, candidates: bestOf(ask, byFit, most), stopped };
}

function bestOf(ask: Ask, byFit: readonly (Fitting[] | undefined)[], most: number): Candidate[] {
  const best: Candidate[] = [];
  for (let fit = byFit.length - 1; fit >= 0 && best.length < most; fit--) {
    const equal = [...(byFit[fit] ?? [])].sort((one, other) => (one.helper.id < other.helper.id ? -1 : 1));
    for (const { helper, minutes } of equal.slice(0, most - best.length)) {
      best.push({ helperId: helper.id, fit, reasons: reasonsOf(ask, helper, minutes) });
    }
  }
  return best;
}

function limitOf(ask: Ask, helper: Helper, minutes: number): Limit | null {
  if (minutes > helper.mostMinutes) return 'too-far';
  if (helper.given >= helper.places) return 'no-place';
  if (timesInCommon(ask, helper) === 0) return 'no-time';
  if (ask.helperSex !== null && helper.sex !== ask.helperSex) return 'sex';
  if (ask.languages.length > 0 && !ask.languages.some((one) => helper.languages.includes(one))) return 'language';
  return ask.declinedBy.includes(helper.id) ? 'declined' : null;
}

function timesInCommon(ask: Ask, helper: Helper): HalfDays {
  return ask.times === 0 ? helper.free : ask.times & helper.free;
}

function fitOf(ask: Ask, helper: Known, minutes: number): number {
  const sameVillage = helper.villageId === ask.villageId;
  let fit = sameVillage ? points.sameVillage : Math.round((points.nearest * 20) / (20 + minutes));
  // A need that asks for no skill is one that everybody can meet.
  if (ask.skills.length === 0 || skillInCommon(ask, helper) !== undefined) fit += points.skill;
  if (ask.personId !== null && helper.servedIds.has(ask.personId)) fit += points.servedBefore;
  if (ownLanguage(ask, helper) !== undefined) fit += points.ownLanguage;
  if (oftenFree(ask, helper)) fit += points.freeOften;
  return fit;
}

function skillInCommon(ask: Ask, helper: Helper): Skill | undefined {
  return ask.skills.find((skill) => helper.skills.includes(skill));
}

function ownLanguage(ask: Ask, helper: Helper): Language | undefined {
  return ask.languages.find((one) => one !== lingua && helper.languages.includes(one));
}

/** Three half-days leave room to agree on one. */
function oftenFree(ask: Ask, helper: Helper): boolean {
  const times = timesInCommon(ask, helper);
  // Each step takes the lowest bit away: nothing is left of one or two.
  const withoutOne = times & (times - 1);
  return (withoutOne & (withoutOne - 1)) !== 0;
}

function listed(times: HalfDays): number[] {
  return Array.from({ length: halfDays }, (_, at) => at).filter((at) => (times & (1 << at)) !== 0);
}

function reasonsOf(ask: Ask, helper: Known, minutes: number): Reason[] {
  const skill = skillInCommon(ask, helper);
  const language = ownLanguage(ask, helper) ?? ask.languages.find((one) => helper.languages.includes(one));
  const [halfDay, ...others] = listed(timesInCommon(ask, helper));
  const before = ask.personId !== null && helper.servedIds.has(ask.personId);
  return [
    helper.villageId === ask.villageId ? { code: 'same-village' } : { code: 'minutes', minutes },
    ...(skill === undefined ? [] : [{ code: 'skill' as const, skill }]),
    ...(before ? [{ code: 'served-before' as const }] : []),
    ...(language === undefined ? [] : [{ code: 'language' as const, language }]),
    ...(halfDay === undefined ? [] : [{ code: 'free' as const, halfDay, among: others.length + 1 }]),
    { code: 'load', given: helper.given, places: helper.places },
  ];
}
