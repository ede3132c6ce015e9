/** A station's model is data, and its completeness is derived: 1138N as 河东 does it, and another county's own. */
import { derivedId } from '@yimi/kernel';
import { expect, it } from 'vitest';
import type { ModelPart, RecordedPart } from './changes.ts';
import { completenessOf } from './model-completeness.ts';

const parts: ModelPart[] = [
  { key: 'platform', name: '平台', required: 1, source: 'recorded' },
  { key: 'brand', name: '人才品牌', required: 1, source: 'recorded' },
  { key: 'project', name: '孵化项目', required: 3, source: 'recorded' },
  { key: 'rooms', name: '社区社工室', required: 8, source: 'rooms' },
  { key: 'chosen', name: '自选项目', required: null, source: 'recorded' },
];
const has = (part: string, name: string, fromDay = '2025-01-01', toDay: string | null = null): RecordedPart => ({
  id: derivedId(part, name),
  stationId: derivedId('station', 'hedong'),
  ...{ part, name, fromDay, toDay },
});

it('counts what stands today: begun, not ended, and the rooms from the villages', () => {
  const recorded = [
    has('platform', '河东社工服务平台'),
    has('brand', '邻里有约'),
    has('project', '银龄'),
    has('project', '童心'),
    has('project', '去年结束的', '2024-01-01', '2025-12-31'),
    has('project', '下月开始的', '2026-04-01'),
    has('chosen', '鼓队'),
    has('chosen', '夜校'),
  ];
  const stand = completenessOf({ code: '1138N', parts }, recorded, 8, '2026-03-10');
  expect(stand).toMatchObject({ code: '1138N', whole: 3, of: 4 });
  expect(stand.parts.map((part) => [part.key, part.n, part.required])).toEqual([
    ['platform', 1, 1],
    ['brand', 1, 1],
    ['project', 2, 3],
    ['rooms', 8, 8],
    ['chosen', 2, null],
  ]);
});

it('is empty, not wrong, for a station that has recorded nothing', () => {
  const stand = completenessOf({ code: '1138N', parts }, [], 0, '2026-03-10');
  expect([stand.whole, stand.of]).toEqual([0, 4]);
});
