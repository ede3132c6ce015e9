/** The county before its first visit: stations, villages, agencies, contracts, posts; and how a person is registered. */

import type { Day } from '@yimi/kernel';
import { addDays, derivedId, scopes } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Client } from './clients.ts';
import { agencies, demoPlace, slugs } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import { Stamp } from './stamp.ts';

export function openingEnvelopes(plan: CountyPlan, stamp: Stamp, at: number, today: Day): Envelope[] {
  const out: Envelope[] = [];
  const fromDay = addDays(today, -520);
  for (const { id, name, code, open, index } of plan.stations) {
    const phone = open ? `15400${String(900_000 + index)}` : null;
    out.push(
      stamp.command('network.add-station', { stationId: id, name, code, state: open ? 'open' : 'planned', phone }, at, [
        scopes.county,
      ]),
    );
  }
  for (const village of plan.stations.flatMap((station) => station.villages)) {
    const { id, name, code, minutesAway, station } = village;
    out.push(
      stamp.command('network.add-room', { roomId: id, stationId: station.id, name, code, minutesAway, fromDay }, at, [
        scopes.county,
      ]),
    );
  }
  for (const { id, name, founder, registeredAt, incubator } of agencies)
    out.push(
      stamp.command('network.add-agency', { agencyId: id, name, founder, registeredAt, incubator }, at, [
        scopes.office,
      ]),
    );
  out.push(...publicPages(plan, at));
  out.push(...whatPapersSay(plan, stamp, at, fromDay));
  for (const { id, agency } of plan.stations) {
    if (agency === null) continue;
    const contract = {
      contractId: derivedId(id, 'contract'),
      agencyId: agency.id,
      stationId: id,
      lot: agency.lot,
      fromDay,
      toDay: addDays(today, 210),
    };
    out.push(stamp.command('network.open-contract', contract, at, [scopes.office]));
  }
  for (const person of plan.staff) {
    const { userId, postId, name, phone, role, station, village, agencyId } = person;
    const post = {
      postId,
      userId,
      name,
      phone,
      role,
      stationId: station?.id ?? null,
      roomId: village?.id ?? null,
      agencyId,
      fromDay: person.fromDay,
      hamlet: person.hamlet ?? '',
      // An evaluator's post has an end; two years cover the demo's and the visitor's.
      toDay: person.role === 'evaluator' ? addDays(person.fromDay, 730) : null,
    };
    const hints = [scopes.self(userId), ...(station === null ? [] : [scopes.station(station.id)])];
    out.push(stamp.command('network.open-post', post, at, hints));
  }
  return out;
}

/** The levels above the stations, a station model, and the papers whose words do not fit the lists (DOMAIN.md 6). */
function whatPapersSay(plan: CountyPlan, stamp: Stamp, at: number, day: Day): Envelope[] {
  const { countyId, countyName } = demoPlace;
  const modelId = derivedId(countyId, 'model 1138N');
  const [first] = plan.stations;
  const head = { officeId: derivedId(countyId, 'office county-head'), level: 'county-head', phone: null };
  const office = { ...head, name: `${countyName}社工总站`, address: '县民政局三楼' };
  const parts = [
    { key: 'platform', name: '平台', required: 1, source: 'recorded' },
    { key: 'brand', name: '人才品牌', required: 1, source: 'recorded' },
    { key: 'project', name: '孵化项目', required: 3, source: 'recorded' },
    { key: 'rooms', name: '社工室', required: 8, source: 'rooms' },
    { key: 'chosen', name: '自选项目', required: null, source: 'recorded' },
  ];
  const out = [
    stamp.command('network.name-office', office, at, [scopes.county]),
    stamp.command('network.define-model', { modelId, code: '1138N', parts }, at, [scopes.office]),
  ];
  if (first !== undefined) {
    const { id: stationId } = first;
    out.push(stamp.command('network.choose-model', { stationId, modelId }, at, [scopes.county, scopes.office]));
    for (const [part, name] of modelItems) {
      const item = { partId: derivedId(stationId, `part ${name}`), stationId, part, name, fromDay: day };
      out.push(stamp.command('network.record-model-part', item, at, [scopes.office]));
    }
  }
  const said = { total: null, least: null, most: null, divided: [], day };
  for (const paper of papers) {
    const statementId = derivedId(countyId, `paper ${paper.source}`);
    out.push(stamp.command('network.note-statement', { statementId, ...said, ...paper }, at, [scopes.office]));
  }
  return out;
}

/** Each station that has opened tells residents of itself. */
function publicPages(plan: CountyPlan, at: number): Envelope[] {
  // Ids from a stream of their own: everything else stays as it was.
  const stamp = new Stamp(new Random('public pages'));
  return plan.stations.flatMap(({ id, township, open, index }) => {
    const slug = slugs[index];
    if (!open || slug === undefined) return [];
    const intro = `我们是住在${township}的社工，常年下村入户，认得每个寨子的路。`;
    const page = { slug, open: true, intro, address: `${township}政府大院一楼，进门右手边`, phone: null };
    const hours = '周一至周五 8:30—12:00，14:30—17:30；圩日不休';
    return [stamp.command('network.write-public-page', { stationId: id, ...page, hours }, at, [scopes.office])];
  });
}

const modelItems = [
  ['platform', '鼓楼坪善益社工平台'],
  ['brand', '鼓楼人家'],
  ['project', '银龄陪伴'],
  ['project', '童心课堂'],
  ['chosen', '侗歌队'],
] as const;

const share = (name: string, n: number) => ({ name, n });
const papers = [
  { subject: 'workers-per-station', source: '《购买服务方案》', least: 2, most: 4 },
  {
    subject: 'workers',
    source: '《社工站年报》',
    total: 23,
    divided: [
      [share('男', 10), share('女', 13)],
      [share('本科及以上', 4), share('大专', 15), share('其他', 4)],
    ],
  },
];

export function registration(client: Client, stamp: Stamp, at: number): Envelope {
  const {
    id,
    name,
    pinyin,
    sex,
    birthDay,
    phone,
    idNumber,
    guardian,
    groups,
    risk,
    village,
    hamlet,
    householdId,
    consents,
    volunteer,
  } = client;
  const assigneeId = volunteer?.userId ?? null;
  const input = {
    clientId: id,
    name,
    pinyin,
    sex,
    birthDay,
    phone,
    idNumber,
    guardian,
    groups: [...groups],
    risk,
    roomId: village.id,
    hamlet,
    householdId,
    consents: [...consents],
    assigneeId,
    day: client.registeredOn,
  };
  const hints = [scopes.room(village.id), ...(assigneeId === null ? [] : [scopes.self(assigneeId)])];
  return stamp.command('people.register-client', input, at, hints);
}
