/** One row of a ledger of past visits, read by itself: when, how, what came of it, who wrote it. Whom it is of is found later. */
import type { Visit } from '@yimi/services';
import type { Draft, LedgerRecord, Setting, StaffMember } from '../target.ts';
import { parseDay } from '../understanding/day-values.ts';
import { wrong } from '../understanding/fault.ts';
import { parseCitizenId, parseName, parsePhone } from '../understanding/person-values.ts';
import { plainText } from '../understanding/plain.ts';
import type { Moment } from '../understanding/visit-days.ts';
import { parseMoment, yearInTitle } from '../understanding/visit-days.ts';
import { Villages } from './place-words.ts';
import { RowReader } from './row-reader.ts';
import type { NeedKind } from './visit-words.ts';
import { readMode, readNeeds, readResult } from './visit-words.ts';

export interface VisitValues {
  readonly name: string;
  readonly idNumber: string | null;
  readonly birthDay: string | null;
  readonly phone: string | null;
  /** The village that the row or its sheet names. */
  readonly roomId: string | null;
  readonly moment: Moment;
  readonly mode: Visit['mode'];
  readonly result: Visit['result'];
  readonly findings: string | null;
  readonly needs: readonly NeedKind[];
  readonly author: StaffMember | null;
  /** The earlier row that tells of the same visit. */
  readonly sameAs: number | null;
}

/** What a visit's record keeps. */
const mostFindings = 2000;

export function visitReader(setting: Setting): (record: LedgerRecord) => Draft<VisitValues> {
  const villages = new Villages(setting.villages);
  const byName = Map.groupBy(setting.staff, (one) => one.name.replace(/\s/g, ''));
  const years = new Map<string, number | null>();
  const yearOf = (title: string): number | null => {
    if (!years.has(title)) years.set(title, yearInTitle(title));
    return years.get(title) ?? null;
  };
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const named = reader.read('name', ({ cell }) => parseName(cell));
    const idNumber = reader.read('idNumber', ({ cell }) => parseCitizenId(cell));
    if (reader.cells('name').length === 0 && idNumber === null)
      reader.fault('name', reader.columnOf('name'), 'missing');
    const moment = momentOf(reader, setting, yearOf(record.section) ?? yearOf(record.title));
    const said = sayings(reader);
    const values = {
      name: named?.name ?? '',
      idNumber,
      birthDay: reader.read('birthDay', ({ cell }) => parseDay(cell, setting)),
      phone: reader.read('phone', ({ cell }) => parsePhone(cell)),
      roomId: villageOf(record, reader, villages),
      moment: moment ?? { day: '', minutes: null },
      mode: modeOf(reader),
      result: resultOf(reader),
      findings: said.findings,
      needs: said.needs,
      author: authorOf(reader, byName, setting),
      sameAs: null,
    };
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

function momentOf(reader: RowReader, setting: Setting, year: number | null): Moment | null {
  if (reader.cells('day').length === 0) reader.fault('day', reader.columnOf('day'), 'missing');
  return reader.read('day', ({ cell }) => parseMoment(cell, setting, year));
}

function villageOf(record: LedgerRecord, reader: RowReader, villages: Villages): string | null {
  const [cell] = reader.cells('village');
  if (cell === undefined) {
    const titled = record.roomId === null ? [record.section, record.title].map((text) => villages.find(text)) : [];
    const found = titled.find((one) => typeof one === 'object');
    return record.roomId ?? (typeof found === 'object' ? found.village.id : null);
  }
  const found = villages.find(cell.cell.text);
  if (typeof found === 'object') return found.village.id;
  reader.fault('village', cell.column, found === 'several' ? 'village-several' : 'village-unknown');
  return null;
}

function modeOf(reader: RowReader): Visit['mode'] {
  const parse = (text: string) => {
    const mode = readMode(text);
    return mode === null ? wrong('choice-unknown') : { value: mode };
  };
  return reader.read('mode', ({ cell }) => parse(cell.text)) ?? 'home';
}

/** A ledger that only has who was there tells of people who were: said, so that nobody is surprised. */
function resultOf(reader: RowReader): Visit['result'] {
  // 无 in a column of results is an answer, not a blank.
  const cell = reader.everyCell('result')[0];
  if (cell === undefined) {
    reader.remarks.push({ code: 'result-assumed', column: null, field: 'result' });
    return 'home';
  }
  const result = readResult(cell.cell.text);
  if (result === null) reader.fault('result', cell.column, 'choice-unknown');
  return result ?? 'home';
}

function sayings(reader: RowReader): { findings: string | null; needs: readonly NeedKind[] } {
  const said = reader.cells('findings').map(({ cell }) => cell.text.trim());
  const needs = new Set<NeedKind>();
  for (const { cell, column } of reader.cells('needs')) {
    const read = readNeeds(cell.text);
    for (const need of read.needs) needs.add(need);
    if (!read.unknown) continue;
    reader.remarks.push({ code: 'need-as-words', column, field: 'needs' });
    said.push(`需求：${plainText(cell.text)}`);
  }
  const findings = said.join('；');
  if (findings.length > mostFindings)
    reader.fault('findings', reader.columnOf('findings'), 'too-long', { most: mostFindings });
  return { findings: findings === '' ? null : findings, needs: [...needs] };
}

/** Of several who went together the first wrote it down; nobody is guessed from half a name. */
function authorOf(
  reader: RowReader,
  byName: ReadonlyMap<string, readonly StaffMember[]>,
  setting: Setting,
): StaffMember | null {
  const [cell] = reader.cells('author');
  if (cell === undefined) {
    const importer = setting.staff.find((one) => one.userId === setting.userId) ?? null;
    if (importer === null) reader.fault('author', null, 'missing');
    else reader.remarks.push({ code: 'author-is-importer', column: null, field: 'author' });
    return importer;
  }
  const names = plainText(cell.cell.text)
    .split(/[、,，;；/\s]+/u)
    .filter(Boolean);
  // A name of two characters is often written with a space between them.
  const whole = names.join('');
  const first = byName.has(whole) ? whole : (names[0] ?? '');
  if (first !== whole) reader.remarks.push({ code: 'author-first', column: cell.column, field: 'author' });
  const people = byName.get(first) ?? [];
  if (people.length === 0) reader.fault('author', cell.column, 'author-unknown');
  if (new Set(people.map((one) => one.userId)).size > 1) reader.fault('author', cell.column, 'author-several');
  return people[0] ?? null;
}
