// biome-ignore-all lint/suspicious/noTemplateCurlyInString: conditions of a questionnaire are written so
/** The invented county's questionnaires: one asked last year, the same asked again, and one that is being written. */
import type { FormModel, Question } from '@yimi/forms';
import { derivedId } from '@yimi/kernel';
import type { FormRow, Forms, OneForm } from '../api-forms.ts';
import type { RankedNeeds } from '../api-needs.ts';
import type { Records } from '../api-records.ts';
import type { County } from './invented-county.ts';

const idOf = (name: string): string => derivedId('invented', `form ${name}`);

function question(name: string, type: Question['type'], zh: string, more: Partial<Question> = {}): Question {
  const plain = { audio: {}, required: true, relevant: null, constraint: null, choices: [] };
  return { name, type, labels: { zh }, ...plain, ...more };
}
const choice = (name: string, zh: string, need: Question['choices'][number]['need'] = null) => ({
  ...{ name, labels: { zh }, audio: {}, need },
});
const model: FormModel = {
  languages: ['zh'],
  questions: [
    question('lives', 'select_one', '您和谁住在一起？', {
      choices: [choice('alone', '自己住'), choice('couple', '和老伴'), choice('family', '和儿女')],
    }),
    question('wish', 'select_multiple', '您最想要社工站做什么？', {
      choices: [
        choice('drum', '打腰鼓、跳舞', '文体健康'),
        choice('meal', '中午有人送饭', '助餐'),
        choice('trip', '有车去看病', '出行'),
        choice('none', '没有什么要的'),
      ],
    }),
    question('when', 'text', '几点送饭合适？', { required: false, relevant: "selected(${wish}, 'meal')" }),
    question('age', 'integer', '您今年多大年纪？', { constraint: '. >= 16 and . <= 120' }),
  ],
};

function rowsOf(county: County): FormRow[] {
  const station = county.stations[0];
  const at = { stationId: station?.id ?? idOf('station'), stationName: station?.name ?? '', mayAsk: true };
  const of = { lead: '不用写名字，十分钟就好。', ...at };
  const [second, first] = ['2024 年第二次居民需求问卷', '2024 年居民需求问卷'];
  return [
    {
      ...{ id: idOf('draft'), title: '助餐点满意不满意', ...of, state: 'draft', revision: 0, openedOn: null },
      ...{ followsId: null, followsTitle: null, answers: 0, onTheWeb: false },
    },
    {
      ...{ id: idOf('second'), title: second, ...of, state: 'open', revision: 1, openedOn: '2025-06-01' },
      ...{ followsId: idOf('first'), followsTitle: first, answers: 140, onTheWeb: true },
    },
    {
      ...{ id: idOf('first'), title: first, ...of, state: 'closed', revision: 2, openedOn: '2024-10-12' },
      ...{ followsId: null, followsTitle: null, answers: 96, onTheWeb: false },
    },
  ];
}

export function formsAt(county: County, atStation: boolean): Forms {
  const { stations } = county;
  const rows = rowsOf(county);
  return {
    rows: atStation ? rows : rows.filter((row) => row.state !== 'draft').map((row) => ({ ...row, mayAsk: false })),
    stations: atStation ? stations.slice(0, 1).map(({ id, name }) => ({ id, name })) : [],
  };
}

const kinds = [
  { kind: '文体健康', value: 87, before: 41 },
  { kind: '助餐', value: 41, before: 38 },
  { kind: '出行', value: 6, before: 12 },
];

export function formAt(county: County, id: string, atStation: boolean): OneForm | null {
  const form = rowsOf(county).find((row) => row.id === id);
  if (form === undefined) return null;
  const counts: Readonly<Record<string, readonly number[]>> = { lives: [38, 61, 41], wish: [87, 41, 6, 9] };
  const rooms = county.rooms.filter((room) => room.stationId === form.stationId);
  const none = form.answers === 0;
  return {
    form: { ...form, mayAsk: atStation },
    ...{ draft: atStation ? model : null, out: form.revision === 0 ? null : model, openable: atStation },
    webPath: atStation ? `/s/450226/fengmu/q/${form.id}` : null,
    rooms: rooms.map(({ id: roomId, name }, at) => ({
      ...{ id: roomId, name, answers: at === 0 ? form.answers : 0, mayType: atStation },
    })),
    papers: none ? [] : ['1', '2', '17'],
    questions: model.questions.slice(0, 2).map(({ name, type, labels, choices }) => ({
      ...{ name, type, labels },
      choices: choices.map((one, at) => ({
        ...{ name: one.name, labels: one.labels, need: one.need, value: none ? 0 : (counts[name]?.[at] ?? 0) },
      })),
    })),
    ...{ kinds: none ? [] : kinds, beforeAnswers: form.followsId === null ? null : 96 },
    written: !atStation
      ? []
      : [
          {
            name: 'when',
            labels: { zh: '几点送饭合适？' },
            n: 2,
            numbers: null,
            texts: ['十一点半', '十二点，要软一点'],
          },
          {
            name: 'age',
            labels: { zh: '您今年多大年纪？' },
            n: 138,
            numbers: { least: 19, middle: 67, most: 93 },
            texts: [],
          },
        ],
  };
}

export function surveyAt(county: County): RankedNeeds['survey'] {
  const [, second, first] = rowsOf(county);
  if (second === undefined || first === undefined) return null;
  const brief = ({ id, title, answers }: FormRow) => ({ id, title, answers });
  return { ...brief(second), before: brief(first), kinds };
}

export function answerRecords(county: County): Records {
  const room = county.rooms[0];
  const row = {
    ...{ kind: 'answer' as const, day: '2025-06-03', title: '2024 年第二次居民需求问卷', byProxy: false },
    ...{ origin: 'paper' as const, roomName: room?.name ?? '', stationName: '', author: '覃秀兰' },
  };
  const said = [
    { asked: '您和谁住在一起？', answered: '自己住' },
    { asked: '您最想要社工站做什么？', answered: '打腰鼓、跳舞、中午有人送饭' },
  ];
  const rows = [
    { ...row, id: idOf('answer 1'), paper: '1', state: 'counted' as const, said, leftOut: null },
    { ...row, id: idOf('answer 2'), paper: '2', byProxy: true, state: 'struck' as const, said, leftOut: 'struck' },
  ];
  return { total: 1, rows, leftOut: [{ reason: 'struck', n: 1 }], namesNeedPurpose: false, next: null };
}
