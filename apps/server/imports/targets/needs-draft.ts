/** One row of a list of needs, read by itself: who asked for what, when, from where, and whether it is done with. */
import type { answerKinds, Urgency } from '@yimi/needs';
import type { channels, needKinds } from '@yimi/services';
import type { Draft, LedgerRecord, Setting } from '../target.ts';
import { wrong } from '../understanding/fault.ts';
import { parseCitizenId, parseName, parsePhone } from '../understanding/person-values.ts';
import type { Moment } from '../understanding/visit-days.ts';
import { parseMoment, yearInTitle } from '../understanding/visit-days.ts';
import { readAnsweredBy, readChannel, readKind, readUrgency, saysDone } from './needs-words.ts';
import type { Told } from './people-meant.ts';
import { Villages } from './place-words.ts';
import { RowReader } from './row-reader.ts';
import { readNeeds } from './visit-words.ts';

export interface NeedAnswer {
  readonly day: string;
  readonly by: (typeof answerKinds)[number];
  readonly note: string;
}

export interface NeedValues extends Told {
  readonly moment: Moment;
  readonly words: string;
  readonly kind: (typeof needKinds)[number];
  readonly channel: (typeof channels)[number];
  readonly urgency: Urgency | null;
  readonly proxyName: string | null;
  readonly answer: NeedAnswer | null;
  /** The earlier row that says the same. */
  readonly sameAs: number | null;
}

/** What a need's record keeps. */
const mostWords = 500;
const mostNote = 300;

export function needReader(setting: Setting): (record: LedgerRecord) => Draft<NeedValues> {
  const villages = new Villages(setting.villages);
  return (record) => {
    const reader = new RowReader(record, setting.choices.leaveBlank);
    const year = yearInTitle(record.section) ?? yearInTitle(record.title);
    if (reader.cells('day').length === 0) reader.fault('day', reader.columnOf('day'), 'missing');
    const moment = reader.read('day', ({ cell }) => parseMoment(cell, setting, year)) ?? { day: '', minutes: null };
    const answer = answerOf(reader, setting, year, moment);
    const words = wordsOf(reader, answer);
    const values = {
      name: reader.read('name', ({ cell }) => parseName(cell))?.name ?? '',
      idNumber: reader.read('idNumber', ({ cell }) => parseCitizenId(cell)),
      birthDay: null,
      phone: reader.read('phone', ({ cell }) => parsePhone(cell)),
      roomId: villageOf(record, reader, villages),
      moment,
      words,
      kind: kindOf(reader, words),
      channel: channelOf(record, reader),
      urgency: reader.read('urgency', ({ cell }) => {
        const urgency = readUrgency(cell.text);
        return urgency === null ? wrong('choice-unknown') : { value: urgency };
      }),
      proxyName: reader.read('proxy', ({ cell }) => parseName(cell))?.name ?? null,
      answer,
      sameAs: null,
    };
    return { record, values, faults: reader.faults, remarks: reader.remarks };
  };
}

/** As it was written; what the cells beside say and no column of ours keeps goes with it: nothing of the row is lost. */
function wordsOf(reader: RowReader, answer: NeedAnswer | null): string {
  const said = written(reader, 'words');
  if (said.length === 0) reader.fault('words', reader.columnOf('words'), 'missing');
  const outcome = written(reader, 'outcome').join('；');
  if (answer === null && outcome !== '') said.push(`办理情况：${outcome}`);
  const kind = written(reader, 'kind').join('；');
  if (kind !== '' && readNeeds(kind).unknown) said.push(`原类别：${kind}`);
  const words = said.join('；');
  if (words.length > mostWords) reader.fault('words', reader.columnOf('words'), 'too-long', { most: mostWords });
  return words;
}

const written = (reader: RowReader, field: string): string[] => reader.cells(field).map(({ cell }) => cell.text.trim());

/** Lists of wishes have no kinds, hotlines have others: it is told from the words or left to whoever judges the need. */
function kindOf(reader: RowReader, words: string): NeedValues['kind'] {
  const [cell] = reader.cells('kind');
  const { kind, from } = readKind(cell?.cell.text ?? '', words);
  if (from !== 'cell')
    reader.remarks.push({
      code: from === 'words' ? 'kind-from-words' : 'kind-assumed',
      column: cell?.column ?? null,
      field: 'kind',
    });
  return kind;
}

/** A sheet of hotline orders says so in its title, not in each row. */
function channelOf(record: LedgerRecord, reader: RowReader): NeedValues['channel'] {
  const [cell] = reader.cells('channel');
  const said = cell === undefined ? null : readChannel(cell.cell.text);
  if (said !== null) return said;
  if (cell !== undefined) reader.fault('channel', cell.column, 'choice-unknown');
  const titled = readChannel(record.section) ?? readChannel(record.title);
  if (titled === null) reader.remarks.push({ code: 'channel-assumed', column: null, field: 'channel' });
  return titled ?? '来电来访';
}

function villageOf(record: LedgerRecord, reader: RowReader, villages: Villages): string | null {
  const [cell] = reader.cells('village');
  if (cell === undefined) return record.roomId;
  const found = villages.find(cell.cell.text);
  if (typeof found === 'object') return found.village.id;
  reader.fault('village', cell.column, found === 'several' ? 'village-several' : 'village-unknown');
  return null;
}

/** Done with only if the row says when: an answer of no known day would make the time to it untrue. */
function answerOf(reader: RowReader, setting: Setting, year: number | null, received: Moment): NeedAnswer | null {
  const outcome = written(reader, 'outcome').join('；');
  const dayTold = reader.cells('answeredDay').length > 0;
  if (!saysDone(outcome) && !(dayTold && outcome === '')) return null;
  const day = reader.read('answeredDay', ({ cell }) => parseMoment(cell, setting, year))?.day ?? null;
  if (!dayTold) reader.fault('answeredDay', reader.columnOf('outcome'), 'missing');
  // The county passes needs on; that one was met is said by whoever met it.
  if (setting.fromDesk) reader.fault('outcome', reader.columnOf('outcome'), 'answered-by-station');
  if (day === null) return null;
  if (day < received.day) reader.fault('answeredDay', reader.columnOf('answeredDay'), 'answered-before-asked');
  const note = outcome === '' ? '台账记为已办结' : outcome;
  if (note.length > mostNote) reader.fault('outcome', reader.columnOf('outcome'), 'too-long', { most: mostNote });
  return { day, by: readAnsweredBy(outcome), note };
}
