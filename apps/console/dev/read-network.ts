/** The invented county's network: the tree of places, large operations, divisions; and what commands do to it. */
import { daysBetween, derivedId } from '@yimi/kernel';
import { completenessOf, contradictionsOf, markOf } from '@yimi/network';
import * as z from 'zod';
import type { Divisions, NetworkWork, RoomTouched } from '../api-network.ts';
import { Places } from '../api-network.ts';
import type { County, Room, Staff } from './invented-county.ts';
import { countyId, countyName, now, today } from './invented-county.ts';

const id = (label: string): string => derivedId('invented', label);
const model = {
  code: '1138N',
  parts: [
    { key: 'platform', name: '平台', required: 1, source: 'recorded' as const },
    { key: 'brand', name: '人才品牌', required: 1, source: 'recorded' as const },
    { key: 'project', name: '孵化项目', required: 3, source: 'recorded' as const },
    { key: 'rooms', name: '社工室', required: 8, source: 'rooms' as const },
    { key: 'chosen', name: '自选项目', required: null, source: 'recorded' as const },
  ],
};
const recorded = [
  ['platform', '善益社工平台'],
  ['brand', '鼓楼人家'],
  ['project', '银龄陪伴'],
  ['project', '童心课堂'],
  ['chosen', '侗歌队'],
].map(([part = '', name = '']) => ({
  ...{ id: id(`part ${name}`), stationId: id('any'), part, name, fromDay: '2024-09-01', toDay: null },
}));

function contradictions(county: County, only: string | null) {
  const found = contradictionsOf({
    stations: county.stations.map((one) => ({ ...one, code: '' })),
    rooms: county.rooms.map((one) => ({ ...one, code: one.id, mergedInto: null })),
    posts: county.staff.map((one) => ({ ...one, id: one.postId })),
    agencies: 2,
    statements: [],
    today,
  });
  return found.filter((one) => only === null || one.stationIds.includes(only));
}

/** @param only the station of whoever asks; null: the county's desk */
export function placesOf(county: County, only: string | null): Places {
  const row = ({ seen, ...rest }: Staff) => ({ ...rest, lastSeenAt: seen, disabled: false, hasAccount: seen !== null });
  const last = new Map(
    county.visits.filter((visit) => visit.state === 'counted').map((visit) => [visit.roomId, visit.occurredOn]),
  );
  const perRoom = Map.groupBy(county.clients.values(), (client) => client.roomId);
  const roomNode = (room: Room) => {
    const lastVisitOn = last.get(room.id) ?? null;
    return {
      ...{ id: room.id, name: room.name, code: '450226100201', minutesAway: room.minutesAway, lastVisitOn },
      clients: perRoom.get(room.id)?.length ?? 0,
      daysSince: lastVisitOn === null ? null : daysBetween(lastVisitOn, today),
      staff: county.staff.filter((one) => one.roomId === room.id).map(row),
      volunteers: county.staff.filter((one) => one.roomId === room.id && one.role === 'hamlet-volunteer').length,
      vacant: county.staff.some((one) => one.roomId === room.id && one.role === 'village-worker')
        ? []
        : ['village-worker'],
    };
  };
  const wide = only === null;
  const officers = [{ userId: id('county'), name: '吴志明', role: 'county-officer' as const }];
  return Places.parse({
    county: { id: countyId, name: countyName },
    agencies: [{ id: id('agency'), name: '向阳社工服务中心', founder: 'association', registeredAt: 'county' }],
    offices: [
      { id: null, level: 'city-centre', name: '柳江市社工指导中心', phone: null, address: '', people: 1, staff: [] },
      {
        ...{ id: id('head'), level: 'county-head', name: `${countyName}社工总站`, phone: null, address: '民政局三楼' },
        ...{ people: 1, staff: wide ? officers : [] },
      },
    ],
    models: [{ id: id('model'), code: model.code }],
    contradictions: contradictions(county, only),
    stations: county.stations
      .filter((one) => only === null || one.id === only)
      .map((station, at) => {
        const rooms = county.rooms.filter((one) => one.stationId === station.id).map(roomNode);
        return {
          ...{ ...station, rooms },
          model: at === 0 ? { modelId: id('model'), ...completenessOf(model, recorded, rooms.length, today) } : null,
          staff: county.staff.filter((one) => one.stationId === station.id && one.roomId === null).map(row),
          workers: county.staff.filter((one) => one.stationId === station.id && one.role.startsWith('station-')).length,
          vacant: county.staff.some((one) => one.stationId === station.id && one.role === 'station-head')
            ? []
            : ['station-head'],
        };
      }),
  });
}

/** Each look moves what runs a step on, so that a screen sees it begin, go and end. */
const works: NetworkWork['rows'] = [];
export function workOf(): NetworkWork {
  const rows = works.map((one) => ({ ...one }));
  for (const one of works) {
    one.done = Math.min(one.total, one.done + Math.ceil(one.total / 3));
    one.running = one.done < one.total;
  }
  return { rows };
}

export function touchedBy(county: County, roomId: string): RoomTouched {
  const people = [...county.clients.values()].filter((one) => one.roomId === roomId);
  const hamlets = [...Map.groupBy(people, (one) => one.hamlet)].map(([name, all]) => ({ name, people: all.length }));
  const visits = county.visits.filter((one) => one.roomId === roomId).length;
  return { hamlets, people: people.length, visits, phones: 4 };
}

export function divisionsOf(county: County): Divisions {
  const others = ['云溪经济开发区', '云溪国营林场', '云溪监狱'].map((name, at) => ({ name, code: `45990140${at}000` }));
  const townships = county.stations.map((one, at) => ({
    name: one.name.replace(/社工站$/, ''),
    code: `4599011${String(at).padStart(2, '0')}000`,
  }));
  const rows = [...townships, ...others].map(({ name, code }, at) => ({
    ...{ sourceCode: code, code, name, mark: markOf('township', code, name), corrected: false },
    there: at < 5,
  }));
  const marks = Object.fromEntries([...Map.groupBy(rows, (row) => row.mark)].map(([mark, all]) => [mark, all.length]));
  return { countyCode: '459901', loaded: true, marks, fromDay: '2020-06-12', rows };
}

const Move = z.object({
  postId: z.string(),
  newPostId: z.string(),
  stationId: z.string(),
  roomId: z.string().nullable(),
});
const Merge = z.object({ roomId: z.string(), intoRoomId: z.string() });
const Split = z.object({
  roomId: z.string(),
  parts: z.array(z.object({ roomId: z.string(), name: z.string(), hamlets: z.array(z.string()) })),
});

function begin(kind: 'merge' | 'split' | 'import', name: string, to: string[], total: number): void {
  works.unshift({ id: id(`${kind} ${name} ${works.length}`), kind, name, to, at: now, done: 0, total, running: true });
}

function moveClients(county: County, from: string, to: string, goes: (hamlet: string) => boolean): number {
  const moved = [...county.clients.values()].filter((one) => one.roomId === from && goes(one.hamlet));
  for (const one of moved) one.roomId = to;
  return moved.length;
}

export function networkActs(county: County, name: string, input: unknown): void {
  if (name === 'network.move-worker') {
    const { postId, newPostId, ...to } = Move.parse(input);
    const person = county.staff.find((one) => one.postId === postId);
    if (person !== undefined) Object.assign(person, { postId: newPostId, ...to });
  }
  if (name === 'network.merge-rooms') {
    const { roomId, intoRoomId } = Merge.parse(input);
    const at = county.rooms.findIndex((one) => one.id === roomId);
    const into = county.rooms.find((one) => one.id === intoRoomId)?.name ?? '';
    const [gone] = county.rooms.splice(at, 1);
    begin(
      'merge',
      gone?.name ?? '',
      [into],
      moveClients(county, roomId, intoRoomId, () => true),
    );
  }
  if (name === 'network.split-room') {
    const { roomId, parts } = Split.parse(input);
    const old = county.rooms.find((one) => one.id === roomId);
    if (old === undefined) return;
    let moved = 0;
    for (const part of parts) {
      county.rooms.push({ ...old, id: part.roomId, name: part.name });
      moved += moveClients(county, roomId, part.roomId, (hamlet) => part.hamlets.includes(hamlet));
    }
    begin(
      'split',
      old.name,
      parts.map((part) => part.name),
      moved,
    );
  }
  if (name === 'network.import-divisions') begin('import', '459901', [], 185);
}
