/** A questionnaire as a page: big boxes to tick, no name asked for, every answer kept when something is to be mended. */
import type { FormModel, Question } from '@yimi/forms';
import { chooses, soundIn, wordsIn } from '@yimi/forms';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { drawn, html } from './markup.ts';
import type { Filling, Questionnaire, Wrong } from './questionnaire.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang, PublicWords } from './words.ts';
import { publicWords } from './words.ts';

interface Page {
  readonly station: PublicStation;
  readonly form: Questionnaire;
  readonly filling: Filling;
  readonly wrong: Wrong;
  /** The language of the questions, one of the questionnaire's own. */
  readonly spoken: string;
}

/** A language by its own name where the machine knows it, for whoever reads only that one. */
const nameOf = (code: string, lang: PublicLang): string =>
  new Intl.DisplayNames([code, lang], { type: 'language' }).of(code) ?? code;

/** Where a questionnaire is written in several languages: one link each, the one that stands here marked. */
function languagesOf({ form, spoken, station }: Page, lang: PublicLang): Markup | false {
  const { languages } = form.model;
  if (languages.length < 2) return false;
  const path = `${station.path}/q/${form.id}`;
  return html`<nav aria-label="${publicWords[lang].q.languages}"><p class="acts">${languages.map(
    (code) =>
      html`<a class="y-button" href="${path}${queryOf(lang, code)}" lang="${code}" dir="auto"${code === spoken && drawn(' aria-current="true"')}>${nameOf(code, lang)}</a>`,
  )}</p></nav>`;
}

const queryOf = (lang: PublicLang, spoken: string): string => `?${lang === 'en' ? 'lang=en&' : ''}say=${spoken}`;

export function questionnairePage(page: Page, lang: PublicLang): string {
  const { station, form, filling, wrong, spoken } = page;
  const words = publicWords[lang];
  const path = `${station.path}/q/${form.id}`;
  const villages = [{ id: '', name: '' }, ...form.rooms];
  const first = form.model.languages[0] ?? 'zh';
  const bad = wrong === 'village';
  const body = html`<h1 lang="${first}">${form.title}</h1>${form.lead !== '' && html`<p lang="${first}">${form.lead}</p>`}
${languagesOf(page, lang)}
<p class="notice">${words.q.noName(station.name)}</p>
${wrong !== null && html`<div class="summary" role="alert"><p>${words.form.fix}</p><ul><li><a href="#${typeof wrong === 'number' ? `question-${wrong}` : `field-${wrong}`}">${saidOf(wrong, words)}</a></li></ul></div>`}
<form method="post" action="${path}${queryOf(lang, spoken)}" novalidate>
<input type="hidden" name="token" value="${filling.token}">
<div class="field" id="field-village"><label class="label" for="village">${words.form.village}</label>${bad && html`<p class="wrong" id="wrong-village">${words.form.errors.village}</p>`}
<select id="village" name="village" required${bad && drawn(' aria-invalid="true" aria-describedby="wrong-village"')}>${villages.map(
    ({ id, name }) => html`<option value="${id}"${id === filling.village && drawn(' selected')}>${name}</option>`,
  )}</select></div>
${form.model.questions.map((question, at) => asked(question, at + 1, { model: form.model, spoken, filling, wrong, words, path }))}
<div class="field"><label class="choice"><input type="checkbox" name="proxy" value="yes"${filling.byProxy && drawn(' checked')}><span>${words.q.proxy}</span></label></div>
<div class="trap" id="field-trap" aria-hidden="true"><label for="trap">${words.form.trap}</label><input type="text" id="trap" name="trap" value="${filling.trap}" tabindex="-1" autocomplete="off"></div>
<p class="acts"><button class="y-button first" type="submit">${words.form.send}</button></p></form>`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${form.title} · ${station.name}`, home, self: path, body });
}

const saidOf = (wrong: Exclude<Wrong, null>, words: PublicWords): string =>
  typeof wrong === 'number' ? words.q.mend(wrong) : (words.form.errors[wrong] ?? words.form.fix);

interface Around {
  readonly model: FormModel;
  readonly spoken: string;
  readonly filling: Filling;
  readonly wrong: Wrong;
  readonly words: PublicWords;
  /** The questionnaire's own address. */
  readonly path: string;
}

/** What was read out, for whoever does not read: nothing is fetched before it is wanted. */
function heard(of: Pick<Question, 'audio' | 'labels'>, { model, spoken, words, path }: Around): Markup | false {
  const sound = soundIn(of.audio, spoken, model);
  if (sound === null) return false;
  return html`<audio controls preload="none" src="${path}/sounds/${sound}" aria-label="${words.q.listen(wordsIn(of.labels, spoken, model).text)}"></audio>`;
}

function asked(question: Question, n: number, around: Around): Markup {
  const { model, spoken, filling, wrong, words } = around;
  const { name, type, labels, required, relevant } = question;
  const said = (of: Question['labels']): Markup => {
    const { language, text } = wordsIn(of, spoken, model);
    return html`<span lang="${language}" dir="auto">${text}</span>`;
  };
  const label = said(labels);
  if (type === 'note') return html`<p>${label}</p>${heard(question, around)}`;
  const field = `q.${name}`;
  const value = filling.values[name];
  const bad = wrong === n;
  const hint = relevant !== null ? words.q.ifYours : required ? '' : words.q.mayLeave;
  const told = html`${heard(question, around)}${hint !== '' && html`<p class="hint">${hint}</p>`}${bad && html`<p class="wrong" id="wrong-${n}">${words.q.mend(n)}</p>`}`;
  if (!chooses(question)) {
    const kind = type === 'date' ? 'date' : 'text';
    const mode = type === 'integer' || type === 'decimal';
    return html`<div class="field" id="question-${n}"><label class="label" for="${field}">${n}. ${label}</label>${told}
<input type="${kind}" id="${field}" name="${field}" maxlength="500" autocomplete="off" value="${typeof value === 'object' ? '' : (value ?? '')}"${mode && drawn(' inputmode="decimal"')}${bad && html` aria-invalid="true" aria-describedby="wrong-${n}"`}></div>`;
  }
  const picked = (choice: string): boolean => (typeof value === 'object' ? value.includes(choice) : value === choice);
  return html`<fieldset id="question-${n}"${bad && html` aria-describedby="wrong-${n}"`}><legend>${n}. ${label}</legend>${told}
${type === 'select_multiple' && html`<p class="hint">${words.q.several}</p>`}<div class="choices wide">${question.choices.map(
    (choice) =>
      html`<label class="choice"><input type="${type === 'select_one' ? 'radio' : 'checkbox'}" name="${field}" value="${choice.name}"${picked(choice.name) && drawn(' checked')}>${said(choice.labels)}</label>${heard(choice, around)}`,
  )}</div></fieldset>`;
}

export function thanksPage(station: PublicStation, again: boolean, lang: PublicLang): string {
  const { q, back } = publicWords[lang];
  const asked = lang === 'en' ? '?lang=en' : '';
  const body = html`<h1>${q.thanks}</h1><p>${again ? q.again : q.becomes}</p>
<p class="acts"><a class="y-button" href="${station.path}${asked}">${back}</a></p>`;
  return framed({
    lang,
    title: `${q.thanks} · ${station.name}`,
    home: { path: station.path, name: station.name },
    self: null,
    body,
  });
}
