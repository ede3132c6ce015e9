/**
 * GET /api/forms: the questionnaires of the stations whose figures the reader reads. GET /api/forms/:id: one, with what was
 * answered: bars for what was ticked, the kinds of need beside the questionnaire before, and, for who may open answers, what
 * was written. What is being written is the station's own.
 */
import type { Form, FormModel, Question } from '@yimi/forms';
import { answers, chooses, forms, revisions, writtenIn } from '@yimi/forms';
import { Id } from '@yimi/kernel';
import * as z from 'zod';
import type { Counted } from './form-counts.ts';
import { countsOf, kindsOf, shownParts, shownTicks, whereOf } from './form-counts.ts';
import { mayReadNeeds } from './needs-queue.ts';
import { notForYou, notFound } from './problems.ts';
import { rowsOf } from './query.ts';
import type { ReadContext, Route } from './read-context.ts';
import type { ReaderRights } from './reader.ts';
import { rowsWhere } from './table-rows.ts';

const mostShown = 200;
/** A survey of a whole township; its words are read here, not counted. */
const mostRead = 2000;

/** Stations whose questionnaires the reader may know of: a village worker knows the station's. */
function stationsFor(reader: ReaderRights): string[] {
  const figures = (rights: { figures: boolean }): boolean => rights.figures;
  const own = reader.roomsWhere(figures).map((id) => reader.places.rooms.get(id)?.stationId ?? '');
  return [...new Set([...reader.stationsWhere(figures), ...own])].filter((id) => id !== '');
}

const mayAsk = (reader: ReaderRights, { stationId }: Form): boolean => mayReadNeeds(reader.of('station', stationId));

function briefly({ reader }: ReadContext, form: Form, titles: ReadonlyMap<string, string>, answered: number) {
  const { model: _, authorId: __, recordedAt: ___, ...brief } = form;
  return {
    ...brief,
    stationName: reader.places.stations.get(form.stationId)?.name ?? '',
    followsTitle: titles.get(form.followsId ?? '') ?? null,
    ...{ answers: answered, mayAsk: mayAsk(reader, form) },
  };
}

export const formsRoute: Route<object> = {
  method: 'GET',
  url: '/api/forms',
  input: z.object({}),
  answer: async (_input, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.figures)) return notForYou();
    const stations = stationsFor(reader);
    const newest = `station_id = any($1::uuid[]) order by opened_on desc nulls first, id desc limit ${mostShown}`;
    const found = await rowsWhere(context, forms, newest, [stations]);
    // A draft is nobody's business but the station's.
    const shown = found.filter((form) => form.revision > 0 || mayAsk(reader, form));
    const titles = new Map(found.map(({ id, title }) => [id, title]));
    const where = {
      stations: reader.stationsWhere(({ figures }) => figures),
      rooms: reader.roomsWhere(({ figures }) => figures),
    };
    const counts = await countsOf(context, shown, where);
    const asks = stations.filter((id) => mayReadNeeds(reader.of('station', id)));
    return {
      rows: shown.map((form) => briefly(context, form, titles, counts.get(form.id)?.answers ?? 0)),
      stations: asks.map((id) => ({ id, name: reader.places.stations.get(id)?.name ?? '' })),
    };
  },
};

const OneInput = z.object({ id: Id });

export const formRoute: Route<z.infer<typeof OneInput>> = {
  method: 'GET',
  url: '/api/forms/:id',
  input: OneInput,
  answer: async ({ id }, context) => {
    const { reader, today } = context;
    if (!reader.anywhere((rights) => rights.figures)) return notForYou();
    const [form] = await rowsWhere(context, forms, 'id = $1::uuid', [id]);
    const known = form !== undefined && stationsFor(reader).includes(form.stationId);
    // Out of reach and not there are one answer (law A5).
    if (!known || (form.revision === 0 && !mayAsk(reader, form))) return notFound();
    const [before] = form.followsId === null ? [] : await rowsWhere(context, forms, 'id = $1::uuid', [form.followsId]);
    const out = await rowsWhere(context, revisions, 'form_id = $1::uuid order by revision desc', [id]);
    const model = out[0]?.model ?? null;
    const whole = mayAsk(reader, form);
    const counts = await countsOf(
      context,
      [form, ...(before === undefined ? [] : [before])],
      whereOf(reader, form.stationId),
    );
    const now = counts.get(id);
    if (now === undefined) return notFound();
    const rooms = roomsOf(context, form, now);
    const questions = asked(out.map((one) => one.model));
    return {
      today,
      form: briefly(context, form, new Map(before === undefined ? [] : [[before.id, before.title]]), now.answers),
      draft: whole ? form.model : null,
      webPath: whole ? await webPathOf(context, form) : null,
      ...{ out: model, openable: whole },
      rooms,
      papers: rooms.some(({ mayType }) => mayType) ? await papersOf(context, form) : [],
      questions: questions.map((question) => barsOf(question, now, whole)),
      kinds: kindsOf(now, before === undefined ? null : (counts.get(before.id) ?? null), whole),
      beforeAnswers: before === undefined ? null : (counts.get(before.id)?.answers ?? 0),
      written: whole ? await writtenOf(context, form, questions) : [],
    };
  },
};

/** The villages where it can be typed in, and how many of each are. */
function roomsOf({ reader }: ReadContext, form: Form, now: Counted) {
  return [...reader.places.rooms.values()]
    .filter((room) => room.stationId === form.stationId && room.mergedInto === null)
    .filter((room) => reader.atRoom(room.id).figures)
    .map(({ id, name }) => ({ id, name, answers: now.rooms.get(id) ?? 0, mayType: reader.atRoom(id).people }));
}

const Web = z.object({ code: z.string(), slug: z.string() });

/** Where residents find it; null while the station has no open page. */
async function webPathOf({ trx, reader }: ReadContext, { id, stationId }: Form): Promise<string | null> {
  const text = `select c.code, p.slug from network.public_pages p join public.counties c on c.id = $1::uuid
    where p.id = $2::uuid and p.open and p.withheld is null`;
  const [found] = await rowsOf(trx, Web, { text, values: [reader.places.county.id, stationId] });
  return found === undefined ? null : `/s/${found.code}/${found.slug}/q/${id}`;
}

const Paper = z.object({ paper: z.string() });

/** Which papers are in, so that a number typed in twice is refused at once. A number tells nothing of anybody. */
async function papersOf({ trx }: ReadContext, { id }: Form): Promise<string[]> {
  const text = "select paper from forms.answers where form_id = $1::uuid and state = 'counted' and paper is not null";
  return (await rowsOf(trx, Paper, { text, values: [id] })).map(({ paper }) => paper);
}

/** What any revision asked, as the newest that asked it did; choices that went away since stand behind those there are. */
function asked(models: readonly FormModel[]): Question[] {
  const found = new Map<string, Question>();
  for (const question of models.flatMap((model) => model.questions)) {
    const known = found.get(question.name);
    const choices = known === undefined ? question.choices : [...known.choices];
    for (const old of question.choices) if (!choices.some(({ name }) => name === old.name)) choices.push(old);
    found.set(question.name, { ...(known ?? question), choices });
  }
  return [...found.values()].filter(({ type }) => type !== 'note');
}

function barsOf(question: Question, { picks, answers: of }: Counted, whole: boolean) {
  const { name, type, labels, choices } = question;
  const values = choices.map((choice) => picks.get(`${name}/${choice.name}`) ?? 0);
  const shown = type === 'select_one' ? shownParts(values, whole) : shownTicks(values, of, whole);
  return {
    ...{ name, type, labels },
    choices: choices.map((choice, at) => ({
      ...{ name: choice.name, labels: choice.labels, need: choice.need, value: shown[at] ?? null },
    })),
  };
}

/** Of numbers the least, the middle and the most; words and days as they are, newest first. */
async function writtenOf(context: ReadContext, { id }: Form, questions: readonly Question[]) {
  const where = `form_id = $1::uuid and state = 'counted' order by recorded_at desc, id limit ${mostRead}`;
  const found = await rowsWhere(context, answers, where, [id]);
  const all = found.map(writtenIn);
  return questions
    .filter((question) => !chooses(question))
    .map(({ name, type, labels }) => {
      const given = all.flatMap((written) => written[name] ?? []);
      const numbers = given.filter((one) => typeof one === 'number').sort((one, other) => one - other);
      const middle = numbers[Math.floor((numbers.length - 1) / 2)];
      const [least, most] = [numbers[0], numbers.at(-1)];
      return {
        ...{ name, type, labels, n: given.length },
        numbers: least === undefined || middle === undefined || most === undefined ? null : { least, middle, most },
        texts: given.filter((one) => typeof one === 'string').slice(0, mostShown),
      };
    });
}
