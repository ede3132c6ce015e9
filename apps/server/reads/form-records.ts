/** The answers behind what was counted of questionnaires, newest first: what was asked and answered, by the revision that was answered. */
import type { Answer, FormModel } from '@yimi/forms';
import { answers, forms, revisions, writtenIn } from '@yimi/forms';
import type { Figure } from '@yimi/kernel';
import { reasonLeftOut } from '@yimi/kernel';
import type { Drill } from './figure-drill-sql.ts';
import { drillAll } from './figure-drill-sql.ts';
import type { DayCursor } from './input.ts';
import { staffNamed } from './named-people.ts';
import { mayReadNeeds } from './needs-queue.ts';
import type { ReadContext } from './read-context.ts';
import type { Page } from './record-pages.ts';
import { pageOf, pageSize } from './record-pages.ts';
import { rowsWhere } from './table-rows.ts';

export async function answerPage(
  context: ReadContext,
  figure: Figure,
  drill: Drill,
  cursor: DayCursor | undefined,
): Promise<Page> {
  const { reader, trx } = context;
  const { text, values } = pageOf(drillAll(figure, drill), 'answered_on', cursor, 'desc');
  const found = await rowsWhere(context, answers, text, values);
  const shown = found.slice(0, pageSize);
  const ids = [[...new Set(shown.map(({ formId }) => formId))]];
  const titles = new Map(
    (await rowsWhere(context, forms, 'id = any($1::uuid[])', ids)).map((one) => [one.id, one.title]),
  );
  const models = await rowsWhere(context, revisions, 'form_id = any($1::uuid[])', ids);
  const staff = await staffNamed(
    trx,
    shown.map(({ authorId }) => authorId),
  );
  const rows = shown.map((answer) => {
    // Counted where it was filled in; read by who reads there now.
    const readable = mayReadNeeds(reader.at(answer));
    const model = models.find((one) => one.formId === answer.formId && one.revision === answer.revision)?.model;
    return {
      ...{ kind: 'answer', id: answer.id, day: answer.answeredOn, title: titles.get(answer.formId) ?? '' },
      ...{ paper: answer.paper, byProxy: answer.byProxy, origin: answer.origin, state: answer.state },
      roomName: reader.places.rooms.get(answer.roomId)?.name ?? '',
      stationName: reader.places.stations.get(answer.stationId)?.name ?? '',
      author: staff.get(answer.authorId ?? '')?.name ?? null,
      said: readable && model !== undefined ? saidIn(model, answer) : null,
      leftOut: reasonLeftOut(figure, answer),
    };
  });
  const last = found.length > pageSize ? shown.at(-1) : undefined;
  return { rows, next: last === undefined ? null : `${last.answeredOn}_${last.id}` };
}

/** In the language of the paper. */
function saidIn({ questions, languages }: FormModel, answer: Answer) {
  const { picks } = answer;
  const written = writtenIn(answer);
  const language = languages[0] ?? '';
  return questions.flatMap(({ name, labels, choices }) => {
    const picked = choices.filter((choice) => picks.includes(`${name}/${choice.name}`));
    const wrote = written[name];
    const answered = picked.length > 0 ? picked.map((choice) => choice.labels[language] ?? '').join('、') : wrote;
    return answered === undefined ? [] : [{ asked: labels[language] ?? '', answered: String(answered) }];
  });
}
