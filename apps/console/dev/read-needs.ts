/** The invented county's needs: each channel, each state, and one alarm. */

import { derivedId } from '@yimi/kernel';
import { channels } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import type { AlikeNeeds, NeedRow, Needs, RankedNeeds } from '../api-needs.ts';
import type { NeedCandidates, NeedsBatch, OffersCounted } from '../api-offers.ts';
import type { Records } from '../api-records.ts';
import type { County } from './invented-county.ts';
import { today } from './invented-county.ts';
import { surveyAt } from './read-forms.ts';

const said = [
  '一个人吃饭，煮不动了，想有人送午饭',
  '这几天总说不想活了',
  '想去县医院看眼睛，没有车',
  '村口路灯坏了三个月',
  '孙子放学没人管，能不能有个托管',
  '低保怎么申请，去了两趟没办成',
] as const;
const states = ['received', 'triaged', 'answering', 'received', 'triaged', 'answered', 'unmet', 'closed'] as const;

function invented(county: County): NeedRow[] {
  const rooms = new Map(
    county.rooms.flatMap((room) => (room.stationId === county.stations[0]?.id ? [[room.id, room.name] as const] : [])),
  );
  const people = [...county.clients.values()].filter((one) => rooms.has(one.roomId)).slice(0, 40);
  return people.map((person, n) => {
    const state = states[n % states.length] ?? 'received';
    const crisis = n === 1 ? ('flagged' as const) : ('none' as const);
    const kind = n === 1 ? '精神慰藉' : (needKinds[(n * 4) % needKinds.length] ?? '助餐');
    return {
      id: derivedId('invented', `need ${n}`),
      ...{ channel: channels[n % channels.length] ?? '线上', kind, words: said[n % said.length] ?? '' },
      ...{
        clientId: person.id,
        name: person.name,
        hamlet: person.hamlet,
        askerPhone: null,
        roomName: rooms.get(person.roomId) ?? '',
      },
      ...{ byProxy: n % 5 === 2, proxyName: n % 5 === 2 ? '邻居' : null, author: n % 4 === 3 ? null : '蓝青' },
      ...{ sensitive: crisis !== 'none', receivedOn: '2025-06-02', dueOn: n % 6 === 0 ? '2025-06-05' : '2025-07-02' },
      ...{ late: n % 6 === 0 && state !== 'answered', escalatedOn: null, urgency: n % 3 === 0 ? '较急' : '一般' },
      ...{ difficulty: null, inPublicInterest: null, achievable: null, crisis, state },
      ...{ answerKind: state === 'answered' ? 'partner' : null, unmetReason: state === 'unmet' ? 'no-helper' : null },
      ...{ note: state === 'unmet' ? '司机还没找到' : null, rating: null, ratingAssisted: null, reopened: 0 },
      voice: state === 'answered' && n < 8 ? 'a'.repeat(64) : null,
      ...{ publicWords: null, helperSex: n % 4 === 1 ? ('female' as const) : null, times: n % 3 === 1 ? 0b110000 : 0 },
    };
  });
}

export function needsAt(county: County, query: URLSearchParams): Needs {
  const state = query.get('state') ?? 'open';
  const open = ['received', 'triaged', 'answering'];
  const rows = invented(county)
    .filter((need) => (state === 'open' ? open.includes(need.state) : need.state === state))
    .filter((need) => (query.get('channel') ?? need.channel) === need.channel)
    .filter((need) => (query.get('kind') ?? need.kind) === need.kind)
    .sort((one, other) => Number(other.crisis === 'flagged') - Number(one.crisis === 'flagged'));
  return { rows, total: rows.length, today };
}

/** One that came twice, for each that stands. */
export function alikeNeeds(county: County, id: string): AlikeNeeds {
  const other = invented(county).find((need) => need.id !== id && need.state === 'received');
  if (other === undefined) return { rows: [] };
  const { kind, words, state, receivedOn, channel, name } = other;
  return { rows: [{ id: other.id, reason: 'same-words', kind, words, state, receivedOn, channel, name }] };
}

/** Most asked for first; to the county the small ones without their number. */
export function rankedNeeds(county: County, whole: boolean): RankedNeeds {
  const kinds = [...Map.groupBy(invented(county), (need) => need.kind)];
  const rows = kinds
    .map(([kind, needs], at) => {
      const value = needs.length * (kinds.length - at);
      const unmet = needs.filter((need) => need.state === 'unmet').length;
      const met = needs.filter((need) => need.state === 'answered' || need.state === 'closed').length;
      const ticked = at === 0 ? 87 : at === 3 ? 41 : 0;
      return { kind, value, ticked, before: Math.max(0, value + 2 - (at % 5)), met, unmet, open: value - met - unmet };
    })
    .sort((one, other) => other.value + other.ticked - one.value - one.ticked);
  const few = { value: null, before: null, met: null, unmet: null, open: null };
  const station = county.stations[0];
  const below = county.rooms.filter((room) => room.stationId === station?.id);
  return {
    place: { level: 'station', id: station?.id ?? '', name: station?.name ?? '' },
    parents: [],
    openable: whole,
    total: rows.reduce((sum, row) => sum + row.value, 0),
    before: whole ? rows.reduce((sum, row) => sum + row.before, 0) : null,
    rows: whole ? rows : rows.map((row) => ({ ...row, ...few, value: row.value < 5 ? null : row.value })),
    answers: 140,
    survey: surveyAt(county),
    below: below.map(({ id, name }, at) => ({ id, name, value: 3 * (below.length - at) })),
  };
}

export function needRecords(county: County, kind: string | undefined): Records {
  const found = invented(county).filter((need) => kind === undefined || need.kind === kind);
  const rows = found.map((need) => ({
    ...{ kind: 'need' as const, id: need.id, day: need.receivedOn, needKind: need.kind, channel: need.channel },
    ...{ state: need.state, roomName: need.roomName, stationName: '', leftOut: null },
    ...(need.sensitive ? { words: null, name: null } : { words: need.words, name: need.name }),
  }));
  return { total: rows.length, rows, leftOut: [], namesNeedPurpose: false, next: null };
}

/** One who lives next door, one from over the hill, one who was asked and waits. */
export function needCandidates(county: County): NeedCandidates {
  const helper = (name: string) => derivedId('invented', name);
  const room = county.rooms[0]?.name ?? '';
  return {
    today,
    stopped: { 'too-far': 3, 'no-place': 1, language: 2 },
    candidates: [
      {
        ...{ id: helper('覃大姐'), name: '覃大姐', roomName: room, phone: null, fit: 95 },
        reasons: [
          { code: 'same-village' },
          { code: 'skill', skill: '送餐' },
          { code: 'language', language: '侗' },
          { code: 'free', halfDay: 4, among: 3 },
          { code: 'load', given: 1, places: 3 },
        ],
      },
      {
        ...{ id: helper('莫老师'), name: '莫老师', roomName: county.rooms[1]?.name ?? '', phone: null, fit: 58 },
        reasons: [
          { code: 'minutes', minutes: 25 },
          { code: 'free', halfDay: 11, among: 1 },
          { code: 'load', given: 0, places: 2 },
        ],
      },
    ],
    offers: [
      {
        ...{ id: helper('offer'), helperId: helper('韦小妹'), name: '韦小妹', phone: '15400000000', state: 'offered' },
        ...{ suits: '周三上午', assisted: false, declineReason: null, offeredOn: today, answerBy: '2025-06-15' },
        ...{ answeredOn: null, endedOn: null, endWords: null },
      },
    ],
    partners: [
      {
        ...{ id: helper('partner'), name: '县文化馆', what: '派老师来教，乐器可以借。', limits: '每村一年两期。' },
        ...{ contactName: '石老师', contactPhone: '15400000001' },
      },
    ],
    projects: [],
  };
}

/** A week of six needs: four with somebody, one left out by the places in the week, one whom nobody reaches. */
export function needsBatch(county: County): NeedsBatch {
  const helper = (name: string) => derivedId('invented', name);
  const rooms = county.rooms.map((room) => room.name);
  const free = { code: 'free', halfDay: 4, among: 3 } as const;
  const near = { code: 'same-village' } as const;
  const load = (given: number, places: number) => ({ code: 'load', given, places }) as const;
  const cook = {
    ...{ helperId: helper('覃大姐'), fit: 95 },
    reasons: [near, { code: 'skill', skill: '送餐' } as const, free, load(1, 3)],
  };
  const teacher = {
    ...{ helperId: helper('莫老师'), fit: 58 },
    reasons: [{ code: 'minutes', minutes: 25 } as const, free, load(0, 2)],
  };
  const row = (at: number, kind: NeedsBatch['rows'][number]['kind'], more: Partial<NeedsBatch['rows'][number]>) => ({
    ...{ id: derivedId('invented', `batch ${at}`), kind, urgency: '一般' as const, dueOn: '2025-06-20' },
    ...{
      name: ['杨桂香', '吴世昌', '石阿妹', '潘老六', '蓝秀英', '韦国栋'][at] ?? null,
      roomName: rooms[at % 2] ?? '',
    },
    ...{ helperId: null, candidates: [cook, teacher], stopped: {}, ...more },
  });
  const person = { given: 0, places: 2, withAccount: false };
  return {
    ...{ today, stationId: county.stations[0]?.id ?? '', stations: [], waiting: 2, later: 0 },
    ...{ worth: 1_640, greedyWorth: 1_520, greedyBecause: null },
    helpers: [
      {
        ...person,
        id: cook.helperId,
        name: '覃大姐',
        roomName: rooms[0] ?? '',
        withAccount: true,
        given: 1,
        places: 3,
      },
      { ...person, id: teacher.helperId, name: '莫老师', roomName: rooms[1] ?? '' },
    ],
    rows: [
      row(0, '助餐', { urgency: '紧急', helperId: cook.helperId }),
      row(1, '生活照料', { helperId: teacher.helperId }),
      row(2, '出行', { helperId: teacher.helperId, urgency: '较急' }),
      row(3, '助餐', { helperId: cook.helperId }),
      row(4, '社区参与', {}),
      row(5, '托幼', { candidates: [], stopped: { 'too-far': 2, language: 1 } }),
    ],
  };
}

export function offersCounted(county: County): OffersCounted {
  const station = county.stations[0];
  return {
    ...{ month: today.slice(0, 7), offers: 14, done: 6, active: 4 },
    place: { level: 'station', id: station?.id ?? '', name: station?.name ?? '' },
    byState: { offered: 2, accepted: 3, declined: 2, withdrawn: 0, expired: 1, done: 5, 'given-back': 1 },
  };
}

/** The records behind the numbers of offers; null: another figure's. */
export function offerRecords(county: County, figure: string): Records | null {
  if (!['volunteers.offers', 'volunteers.tasks-done', 'volunteers.active'].includes(figure)) return null;
  const rows = (['done', 'done', 'accepted', 'declined'] as const).map((state, at) => ({
    ...{ kind: 'offer' as const, id: derivedId('invented', `offer ${at}`), day: today, needKind: '助餐', state },
    ...{
      roomName: county.rooms[at]?.name ?? '',
      stationName: '',
      name: ['覃大姐', '莫老师', '韦小妹', '石大哥'][at] ?? '',
    },
    leftOut: figure === 'volunteers.offers' || state === 'done' ? null : 'not-done',
  }));
  const counted = rows.filter((row) => row.leftOut === null).length;
  const leftOut = counted === rows.length ? [] : [{ reason: 'not-done', n: rows.length - counted }];
  return { total: counted, rows, leftOut, namesNeedPurpose: false, next: null };
}
