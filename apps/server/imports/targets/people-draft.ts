/** One row of a ledger of people, read by itself: what it says, what is wrong with it, what is worth saying. Nothing is guessed. */
import { ethnicGroups, needsGuardian, readCitizenId, specialGroups } from '@yimi/people';
import type { Draft, LedgerRecord, Setting } from '../target.ts';
import { parseAge, parseDay } from '../understanding/day-values.ts';
import type { Parsed } from '../understanding/fault.ts';
import { wrong } from '../understanding/fault.ts';
import {
  parseCitizenId,
  parseDisabilityCard,
  parseName,
  parsePhone,
  parseSex,
} from '../understanding/person-values.ts';
import { plainText, saysYes } from '../understanding/plain.ts';
import type { Group } from './group-words.ts';
import { groupsInTitle, readGroups } from './group-words.ts';
import { isHead } from './people-fields.ts';
import { Villages } from './place-words.ts';
import { RowReader } from './row-reader.ts';

export interface PersonValues {
  readonly name: string;
  readonly idNumber: string | null;
  readonly birthDay: string | null;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly ethnicity: (typeof ethnicGroups)[number] | null;
  readonly phone: string | null;
  readonly guardian: { readonly name: string; readonly relation: string | null; readonly phone: string | null } | null;
  readonly groups: readonly Group[];
  readonly risk: 'high' | 'key' | 'ordinary';
  readonly roomId: string;
  readonly hamlet: string;
  /** What the rows of one household have in common; null: none is told. */
  readonly household: { readonly key: string; readonly head: boolean } | null;
}

export function personReader(setting: Setting): (record: LedgerRecord) => Draft<PersonValues> {
  const villages = new Villages(setting.villages);
  const titles = new Map<string, { groups: Group[]; roomId: string | null }>();
  const inTitle = (text: string) => {
    const known = titles.get(text);
    if (known !== undefined) return known;
    const found = villages.find(text);
    const made = { groups: groupsInTitle(text), roomId: typeof found === 'string' ? null : found.village.id };
    titles.set(text, made);
    return made;
  };
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const values = valuesOf(record, reader, setting, villages, inTitle);
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

type InTitle = (text: string) => { groups: Group[]; roomId: string | null };

function valuesOf(
  record: LedgerRecord,
  reader: RowReader,
  setting: Setting,
  villages: Villages,
  inTitle: InTitle,
): PersonValues {
  const named = reader.read('name', ({ cell }) => parseName(cell));
  if (reader.cells('name').length === 0) reader.fault('name', reader.columnOf('name'), 'missing');
  const card = reader.read('disabilityCard', ({ cell }) => parseDisabilityCard(cell));
  const idNumber = reader.read('idNumber', ({ cell }) => parseCitizenId(cell)) ?? card?.idNumber ?? null;
  const id = idNumber === null ? null : readCitizenId(idNumber);
  const birthDay = birthDayOf(reader, setting, id?.birthDay ?? null);
  const sex = sexOf(reader, id?.sex ?? null);
  const guardian = guardianOf(reader);
  const place = placeOf(record, reader, villages, inTitle);
  if (guardian === null && isChild(reader, birthDay, setting))
    reader.fault('guardian', reader.columnOf('guardian'), 'guardian-needed');
  return {
    name: named?.name ?? '',
    idNumber,
    birthDay,
    sex,
    ethnicity: reader.read('ethnicity', ({ cell }) => parseEthnicity(cell.text)),
    phone: reader.read('phone', ({ cell }) => parsePhone(cell)),
    guardian,
    groups: [...new Set([...groupsOf(record, reader, inTitle, toldByColumn(setting)), ...(card?.groups ?? [])])],
    risk: reader.read('risk', ({ cell }) => parseRisk(cell.text)) ?? 'ordinary',
    roomId: place.roomId,
    hamlet: place.hamlet,
    household: householdOf(reader),
  };
}

function birthDayOf(reader: RowReader, setting: Setting, fromId: string | null): string | null {
  const rules = { today: setting.today, date1904: setting.date1904 };
  const [placed] = reader.cells('birthDay');
  if (placed !== undefined) {
    const parsed = parseDay(placed.cell, rules);
    // The id knows the day; of what the ledger says beside it only a contradiction matters.
    if (fromId === null) return reader.take('birthDay', placed.column, parsed);
    if (parsed.value !== null && parsed.value !== fromId) reader.fault('birthDay', placed.column, 'day-contradicts-id');
    return fromId;
  }
  if (fromId === null) reader.read('age', ({ cell }) => parseAge(cell));
  return fromId;
}

function sexOf(reader: RowReader, fromId: 'male' | 'female' | null): PersonValues['sex'] {
  const said = reader.read('sex', ({ cell }) => parseSex(cell));
  if (fromId !== null && said !== null && said !== fromId)
    reader.fault('sex', reader.columnOf('sex'), 'sex-contradicts-id');
  return fromId ?? said ?? 'unknown';
}

function guardianOf(reader: RowReader): PersonValues['guardian'] {
  const name = reader.read('guardian', ({ cell }) => parseName(cell))?.name;
  if (name === undefined) return null;
  const relation = reader.text('guardianRelation').slice(0, 20);
  return {
    name,
    relation: relation === '' ? null : relation,
    phone: reader.read('guardianPhone', ({ cell }) => parsePhone(cell)),
  };
}

/** PIPL 31 asks for the guardian below fourteen; a ledger may say so by an age alone. */
function isChild(reader: RowReader, birthDay: string | null, { today }: Setting): boolean {
  if (birthDay !== null) return needsGuardian(birthDay, today);
  const [age] = reader.cells('age');
  const years = age === undefined ? null : parseAge(age.cell).value;
  return years !== null && years < 14;
}

function placeOf(record: LedgerRecord, reader: RowReader, villages: Villages, inTitle: InTitle) {
  const address = reader.text('address');
  const [villageCell] = reader.cells('village');
  const said = reader.text('hamlet').replace(/\s/g, '');
  const inVillage = villageCell === undefined ? null : villages.find(villageCell.cell.text);
  const inAddress = address === '' ? null : villages.find(address);
  const found = inVillage ?? inAddress;
  if (found !== null && typeof found !== 'string') {
    const rest = typeof inAddress === 'object' && inAddress !== null ? inAddress.rest : address.replace(/\s/g, '');
    return { roomId: found.village.id, hamlet: hamletOf(reader, said === '' ? found.rest || rest : said) };
  }
  const fallback = record.roomId ?? inTitle(record.section).roomId ?? inTitle(record.title).roomId;
  const hamlet = hamletOf(reader, said === '' ? address.replace(/\s/g, '') : said);
  // A village that is named and not known is not overruled by the sheet's.
  if (villageCell === undefined && found !== 'several' && fallback !== null) return { roomId: fallback, hamlet };
  const column = villageCell?.column ?? reader.columnOf('address');
  const code = found === 'several' ? 'village-several' : found === 'unknown' ? 'village-unknown' : 'missing';
  reader.fault('village', column, code);
  return { roomId: '', hamlet };
}

/** 40 characters is what a file keeps. */
function hamletOf(reader: RowReader, text: string): string {
  const plain = plainText(text);
  if (plain.length <= 40) return plain;
  reader.fault('hamlet', reader.columnOf('hamlet') ?? reader.columnOf('address'), 'too-long', { most: 40 });
  return '';
}

function toldByColumn({ choices }: Setting): boolean {
  return choices.columns.some(({ field }) => field === 'groups' || field?.startsWith('is:') === true);
}

function groupsOf(record: LedgerRecord, reader: RowReader, inTitle: InTitle, toldByColumn: boolean): Group[] {
  const found = new Set<Group>(inTitle(record.section).groups);
  for (const { cell, column } of reader.cells('groups')) {
    const said = readGroups(cell.text);
    if (said.unknown) reader.fault('groups', column, 'group-unknown');
    for (const group of said.groups) found.add(group);
  }
  for (const group of specialGroups) {
    if (reader.read(`is:${group}`, ({ cell }) => parseTick(cell.text)) === true) found.add(group);
  }
  // A title speaks for everybody only where the table has no column that would.
  if (found.size === 0 && !toldByColumn) for (const group of inTitle(record.title).groups) found.add(group);
  return [...found];
}

/** Beside √: the class within the group (A类, 一档) says yes as well. */
function parseTick(text: string): Parsed<boolean> {
  const said = saysYes(text);
  if (said !== null) return { value: said };
  return /^(?:[A-Ca-cABC一二三四1-4]\s*[类档级等])$/.test(plainText(text)) ? { value: true } : wrong('tick-unreadable');
}

function parseEthnicity(text: string): Parsed<(typeof ethnicGroups)[number]> {
  const plain = plainText(text).replace(/\s/g, '');
  const found = ethnicGroups.find(
    (one) => one === plain || one === `${plain}族` || one === plain.replace(/(?:民族|族人)$/, '族'),
  );
  return found === undefined ? wrong('choice-unknown') : { value: found };
}

function parseRisk(text: string): Parsed<PersonValues['risk']> {
  const plain = plainText(text).replace(/(?:风险|关注|等级|对象|人员)+/g, '');
  if (/^(?:高|红|红色|特别|i|1级|一级)$/i.test(plain)) return { value: 'high' };
  if (/^(?:中|重点|黄|黄色|橙|橙色|ii|2级|二级|较高)$/i.test(plain)) return { value: 'key' };
  if (/^(?:低|一般|普通|绿|绿色|蓝|蓝色|iii|3级|三级|无)$/i.test(plain)) return { value: 'ordinary' };
  return wrong('choice-unknown');
}

function householdOf(reader: RowReader): PersonValues['household'] {
  const number = reader.text('householdNo');
  const relation = reader.text('relation');
  const head = reader.text('head').replace(/\s/g, '');
  const name = reader.text('name').replace(/\s/g, '');
  const isTheHead = relation === '' ? head !== '' && head === name : isHead(relation);
  if (number !== '') return { key: `no/${number}`, head: isTheHead };
  if (head !== '') return { key: `head/${head}`, head: isTheHead };
  return relation === '' ? null : { key: '', head: isTheHead };
}
