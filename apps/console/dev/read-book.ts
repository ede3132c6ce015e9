/** The invented county's book: agencies, models, papers, posts with days, and the names of a village that is parted. */
import { derivedId } from '@yimi/kernel';
import * as z from 'zod';
import type { PostsOf, Villagers } from '../api-book.ts';
import { Book } from '../api-book.ts';
import type { County } from './invented-county.ts';

const id = (label: string): string => derivedId('invented', label);

type Row = Record<string, unknown> & { id: string };
interface Kept {
  readonly agencies: Row[];
  readonly contracts: Row[];
  readonly models: Row[];
  readonly statements: Row[];
}
const books = new WeakMap<County, Kept>();

const part = (key: string, name: string, required: number | null, source = 'recorded') => ({
  ...{ key, name, required, source },
});
const nothingSaid = { total: null, least: null, most: null, divided: [] };

function keptOf(county: County): Kept {
  const known = books.get(county);
  if (known !== undefined) return known;
  const agencyId = id('agency');
  const days = { fromDay: '2024-09-01', toDay: '2025-08-31' };
  const kept: Kept = {
    agencies: [
      {
        id: agencyId,
        name: '向阳社工服务中心',
        founder: 'association',
        registeredAt: 'county',
        incubator: '柳江公益园',
      },
    ],
    contracts: county.stations
      .slice(0, 3)
      .map((one) => ({ id: id(`contract ${one.id}`), agencyId, stationId: one.id, lot: '三', ...days })),
    models: [
      {
        ...{ id: id('model'), code: '1138N' },
        parts: [
          part('platform', '平台', 1),
          part('brand', '人才品牌', 1),
          part('project', '孵化项目', 3),
          part('rooms', '社工室', 8, 'rooms'),
          part('chosen', '自选项目', null),
        ],
      },
    ],
    statements: [
      {
        ...{ id: id('plan'), subject: 'workers-per-station', source: '《购买服务方案》', day: '2024-09-01' },
        ...{ ...nothingSaid, least: 2, most: 4 },
      },
    ],
  };
  books.set(county, kept);
  return kept;
}

export function bookOf(county: County): Book {
  const { agencies, contracts, models, statements } = keptOf(county);
  const stationName = (stationId: unknown) => county.stations.find((one) => one.id === stationId)?.name ?? '';
  return Book.parse({
    statements,
    models: models.map((one) => ({ ...one, stations: one.id === id('model') ? [county.stations[0]?.name ?? ''] : [] })),
    agencies: agencies.map((one) => ({
      ...one,
      contracts: contracts
        .filter((contract) => contract.agencyId === one.id)
        .map((contract) => ({ ...contract, stationName: stationName(contract.stationId) })),
    })),
  });
}

export function postsOf(county: County, userId: string): z.input<typeof PostsOf> {
  const here = county.staff.filter((one) => one.userId === userId);
  const rows = here.map((one) => ({
    ...{ postId: one.postId, role: one.role, hamlet: '', active: true, fromDay: '2024-09-01', toDay: null },
    stationName: county.stations.find((station) => station.id === one.stationId)?.name ?? '',
    roomName: county.rooms.find((room) => room.id === one.roomId)?.name ?? null,
  }));
  return { rows };
}

export function villagersOf(county: County, body: unknown): z.input<typeof Villagers> {
  const { roomId } = z.object({ roomId: z.string(), purpose: z.string().min(4) }).parse(body);
  const here = [...county.clients.values()].filter((one) => one.roomId === roomId);
  return { rows: here.map((one) => ({ id: one.id, name: one.name, hamlet: one.hamlet, householdId: null })) };
}

/** Which row a command of the book writes, and by which of its fields it is named. */
const acts: Readonly<Record<string, readonly [keyof Kept, string]>> = {
  'network.add-agency': ['agencies', 'agencyId'],
  'network.correct-agency': ['agencies', 'agencyId'],
  'network.open-contract': ['contracts', 'contractId'],
  'network.define-model': ['models', 'modelId'],
  'network.note-statement': ['statements', 'statementId'],
};

export function bookActs(county: County, name: string, input: Record<string, unknown>): void {
  const kept = keptOf(county);
  if (name === 'network.end-contract') {
    const contract = kept.contracts.find((one) => one.id === input.contractId);
    if (contract !== undefined) contract.toDay = input.lastDay;
  }
  const act = acts[name];
  if (act === undefined) return;
  const [list, key] = act;
  const { [key]: rowId, ...rest } = input;
  const rows = kept[list];
  const at = rows.findIndex((one) => one.id === rowId);
  rows.splice(at === -1 ? rows.length : at, 1, { id: String(rowId), ...rest });
}
