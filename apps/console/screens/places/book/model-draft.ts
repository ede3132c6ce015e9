/** A station model as somebody fills it in: its parts in order, each counted from the villages or recorded by name. */
import type { ModelPart } from '@yimi/network';

export interface PartDraft {
  /** Under this key stations recorded what they have; it never changes once the model is in use. */
  readonly key: string;
  name: string;
  /** How many are needed; empty: as many as a station chooses. */
  required: string;
  fromRooms: boolean;
}

export function draftOf(parts: readonly ModelPart[]): PartDraft[] {
  return parts.map(({ key, name, required, source }) => ({
    ...{ key, name, required: required === null ? '' : String(required) },
    fromRooms: source === 'rooms',
  }));
}

/** The usual one (衡水 1138N): a new model begins with it, for it is easier to change than to invent. */
export const usual: readonly ModelPart[] = [
  { key: 'platform', name: '平台', required: 1, source: 'recorded' },
  { key: 'brand', name: '人才品牌', required: 1, source: 'recorded' },
  { key: 'project', name: '孵化项目', required: 3, source: 'recorded' },
  { key: 'rooms', name: '社工室', required: 8, source: 'rooms' },
  { key: 'chosen', name: '自选项目', required: null, source: 'recorded' },
];

export function freshPart(parts: readonly PartDraft[]): PartDraft {
  const taken = new Set(parts.map((part) => part.key));
  let n = parts.length + 1;
  while (taken.has(`part-${n}`)) n += 1;
  return { key: `part-${n}`, name: '', required: '1', fromRooms: false };
}

export function partsOf(parts: readonly PartDraft[]): ModelPart[] {
  return parts.map(({ key, name, required, fromRooms }) => ({
    ...{ key, name: name.trim(), required: required === '' ? null : Number(required) },
    source: fromRooms ? 'rooms' : 'recorded',
  }));
}

/** What is still missing, or null. */
export function modelWrong(code: string, parts: readonly PartDraft[]): 'code' | 'name' | 'twice' | 'number' | null {
  if (code.trim() === '') return 'code';
  const names = parts.map((part) => part.name.trim());
  if (names.includes('')) return 'name';
  if (new Set(names).size < names.length) return 'twice';
  return parts.some(({ required }) => required !== '' && !/^[1-9]\d?$/.test(required)) ? 'number' : null;
}
