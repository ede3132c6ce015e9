/** The invented county that the corpus's ledgers come to: its stations and villages, who works there, who is on file. */
import type { Role } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import type { Setting } from '../../apps/server/imports/target.ts';
import type { KnownVillages } from '../../apps/server/imports/targets/villages.ts';
import type { KnownVisits } from '../../apps/server/imports/targets/visits.ts';
import { people } from './people.ts';

export const countyId = '00000000-0000-8000-8000-00000000d001';
export const station = '00000000-0000-8000-8000-00000000a001';
const other = '00000000-0000-8000-8000-00000000a002';

export const stations = [
  { id: station, name: '清河乡社工站', code: '459901201000' },
  { id: other, name: '云岭镇社工站', code: '459901102000' },
];

export const villages = ['木桥村', '枫香村', '大木桥村', '石岭村', '清河社区'].map((name, at) => ({
  id: `00000000-0000-8000-8000-00000000b00${at}`,
  name,
  stationId: station,
}));

const post = (name: string, role: Role, phone: string | null, roomId: string | null = null, active = true) => ({
  postId: derivedId('corpus post', name),
  userId: derivedId('corpus person', name),
  ...{ name, phone, role, roomId, active, stationId: station },
});

export const staff: Setting['staff'] = [
  post('石建国', 'station-head', '13900000001'),
  post('蓝秀英', 'station-worker', '13900000002'),
  post('覃海', 'station-worker', null, null, false),
  post('韦小妹', 'hamlet-volunteer', null, villages[0]?.id ?? null),
];

const filed = (
  name: string,
  room: number,
  more: { id?: string; birth?: string; phone?: string; again?: string } = {},
) => ({
  id: derivedId('corpus client', `${name}${more.again ?? ''}`),
  match: more.id ?? null,
  name,
  room_id: villages[room]?.id ?? '',
  birth_day: more.birth ?? null,
  phone: more.phone ?? null,
});

const onFile = [
  filed(people.guilan[0], 0, { id: people.guilan[1], birth: '1953-07-01' }),
  filed(people.fuming[0], 0, { id: people.fuming[1], birth: '1948-11-12' }),
  filed(people.xiumei[0], 1, { birth: '1960-02-29' }),
  filed(people.dahai[0], 3, { phone: '13800000004' }),
  filed(people.laoliu[0], 0, { birth: '1951-12-24' }),
  // 同名同姓: in one village and across two.
  filed('韦小妹', 0, { birth: '1950-01-01', phone: '13800000011' }),
  filed('韦小妹', 0, { birth: '1962-05-05', again: ' the younger' }),
  filed('莫志强', 0, {}),
  filed('莫志强', 3, { again: ' of 石岭' }),
];

export const knownVisits: KnownVisits = {
  byMatch: new Map(onFile.flatMap((one) => (one.match === null ? [] : [[one.match, one]]))),
  byName: Map.groupBy(onFile, (one) => one.name),
  matchOf: (idNumber) => idNumber,
  recorded: new Set([`${onFile[0]?.id}/2025-03-05/${staff[1]?.userId}`]),
};

export const nameOnFile = (id: string): string => {
  const at = onFile.findIndex((one) => one.id === id);
  const one = onFile[at];
  return one === undefined ? '?' : `${one.name}#${at + 1}`;
};

export const knownVillages: KnownVillages = {
  rooms: villages.map(({ id, name, stationId }, at) => ({
    id,
    station_id: stationId,
    name,
    code: `45990120120${at + 1}`,
    minutes_away: at === 0 ? 40 : null,
  })),
  own: new Set(),
  listed: [
    ['459901201201', '木桥村民委员会', 'real'],
    ['459901201206', '龙背村民委员会', 'real'],
    ['459901201207', '平江村民委员会', 'real'],
    ['459901102201', '云上村民委员会', 'real'],
    ['459901102498', '云岭林场生活区', 'farm'],
  ].map(([code = '', name = '', mark]) => ({
    ...{ sourceCode: code, code, name, level: 'village' as const, corrected: false },
    mark: mark === 'farm' ? ('farm' as const) : ('real' as const),
  })),
};
