/**
 * Who reads what on the console, in one table (DOMAIN.md 1, laws A1, A2, A5). Every read route asks this table through
 * `readerOf`; a test walks through all of it. Each line is a ceiling: a person with several posts has, at each place,
 * what the most generous of their posts there gives.
 */
import type { Role } from '@yimi/kernel';

/**
 * How far a post's line goes. room, station: the post's own · contracts: the stations of the agency's active contracts ·
 * county-or-station: the post's station, or the county where it names none · city: all counties of the city, small counts hidden
 * (A2), and nothing below them.
 */
export type ReadReach = 'none' | 'room' | 'station' | 'contracts' | 'county-or-station' | 'county' | 'city';

export interface Rights {
  readonly reach: ReadReach;
  /** Counted figures of the place and of what lies below it. */
  readonly figures: boolean;
  /** The records behind a figure, with or without the person they are about. */
  readonly records: 'none' | 'without-person' | 'with-person';
  /** What was written on a visit, and its pictures and notes. */
  readonly findings: 'none' | 'own' | 'all';
  /** People's list and files. */
  readonly people: boolean;
  /** The last four of the card. The whole number is shown by `reveal` only. */
  readonly idLastFour: boolean;
  /** Name and card number of one person, for a stated purpose, as a logged act. */
  readonly reveal: boolean;
  /** The queue of visits to review. */
  readonly review: boolean;
  readonly places: boolean;
  /** Workers and volunteers by name: in places, in lists and as authors. */
  readonly staff: boolean;
  /** acts: who did what and when · purposes: also what for, and why it was refused. */
  readonly audit: 'none' | 'acts' | 'purposes';
  /** Puts their name to the station's monthly report. */
  readonly sign: boolean;
  /** What the county set: visit rules. */
  readonly settings: boolean;
}

const nothing: Rights = {
  reach: 'none',
  figures: false,
  records: 'none',
  findings: 'none',
  people: false,
  idLastFour: false,
  reveal: false,
  review: false,
  places: false,
  staff: false,
  audit: 'none',
  sign: false,
  settings: false,
};

const station: Rights = {
  reach: 'station',
  figures: true,
  records: 'with-person',
  findings: 'all',
  people: true,
  idLastFour: true,
  reveal: true,
  review: true,
  places: true,
  staff: true,
  audit: 'none',
  sign: false,
  settings: true,
};

/** Figures and the records behind them, none of which names a person served. */
const withoutPersons: Rights = { ...nothing, figures: true, records: 'without-person', places: true };

export const rightsByRole: Readonly<Record<Role, Rights>> = {
  // 屯志愿者: the phone only.
  'hamlet-volunteer': nothing,
  // 村社工: the village, without id numbers and without what others found.
  'village-worker': { ...station, reach: 'room', findings: 'own', idLastFour: false, reveal: false, review: false },
  'station-worker': station,
  'station-head': { ...station, audit: 'purposes', sign: true },
  // 社工机构: rival agencies hold other lots; the workers are its own, the people served are not.
  'agency-manager': { ...withoutPersons, reach: 'contracts', staff: true },
  'county-officer': {
    ...withoutPersons,
    reach: 'county',
    reveal: true,
    staff: true,
    audit: 'purposes',
    settings: true,
  },
  // 乡镇政府: its township's figures, an equal of the station and not its reader.
  'township-officer': { ...withoutPersons, reach: 'station', records: 'none' },
  'city-officer': { ...nothing, reach: 'city', figures: true },
  // 第三方评估: authors are persons too.
  evaluator: { ...withoutPersons, reach: 'county-or-station' },
  // 督导: of one station, or of the whole county where the post names none.
  supervisor: { ...withoutPersons, reach: 'county-or-station', staff: true },
  administrator: { ...nothing, reach: 'county', places: true, staff: true, audit: 'acts', settings: true },
};

const findingsOrder = ['none', 'own', 'all'] as const;
const recordsOrder = ['none', 'without-person', 'with-person'] as const;
const auditOrder = ['none', 'acts', 'purposes'] as const;

function more<T extends string>(order: readonly T[], one: T, other: T): T {
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}

/** What two posts that both reach a place give together. */
export function together(one: Rights, other: Rights): Rights {
  return {
    reach: one.reach,
    figures: one.figures || other.figures,
    records: more(recordsOrder, one.records, other.records),
    findings: more(findingsOrder, one.findings, other.findings),
    people: one.people || other.people,
    idLastFour: one.idLastFour || other.idLastFour,
    reveal: one.reveal || other.reveal,
    review: one.review || other.review,
    places: one.places || other.places,
    staff: one.staff || other.staff,
    audit: more(auditOrder, one.audit, other.audit),
    sign: one.sign || other.sign,
    settings: one.settings || other.settings,
  };
}

export { nothing as noRights };
