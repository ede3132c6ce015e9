/** The form "说出您的需求", and the page after it with the answer number, which is shown this once and kept nowhere. */

import { urgencies } from '@yimi/needs';
import { needKinds } from '@yimi/services';
import type { Typed } from './ask-form.ts';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { drawn, html } from './markup.ts';
import type { PublicRoom, PublicStation } from './station.ts';
import type { PublicLang, PublicWords } from './words.ts';
import { dayName, kindName, publicWords } from './words.ts';

export interface AskPage {
  readonly station: PublicStation;
  readonly rooms: readonly PublicRoom[];
  readonly token: string;
  readonly typed: Typed;
  /** Names of the fields to be mended. */
  readonly wrong: readonly string[];
}

interface Field {
  readonly words: PublicWords;
  readonly typed: Typed;
  readonly wrong: readonly string[];
}

export function askPage({ station, rooms, token, typed, wrong }: AskPage, lang: PublicLang): string {
  const words = publicWords[lang];
  const { form } = words;
  const field = { words, typed, wrong };
  const villages = [{ id: '', name: '' }, ...rooms];
  const body = html`<h1>${words.ask}</h1><p>${form.intro}</p><p class="notice">${form.emergency}</p>
${summary(field)}
<form method="post" action="${station.path}/ask${lang === 'en' ? '?lang=en' : ''}" novalidate>
<input type="hidden" name="token" value="${token}">
${choices(
  field,
  'kind',
  form.kindHint,
  needKinds.map((kind) => [kind, kindName(kind, lang)]),
)}
${labelled(field, 'words', form.wordsHint, (more) => html`<textarea id="words" name="words" maxlength="500" required ${more}>${typed.words}</textarea>`)}
${choices(
  field,
  'urgency',
  '',
  urgencies.toReversed().map((one) => [one, form.urgencies[one]]),
  'wide',
)}
${labelled(
  field,
  'village',
  '',
  (more) =>
    html`<select id="village" name="village" required ${more}>${villages.map(
      ({ id, name }) => html`<option value="${id}"${id === typed.village && drawn(' selected')}>${name}</option>`,
    )}</select>`,
)}
${choices(
  field,
  'forWhom',
  '',
  [
    ['me', form.forMe],
    ['other', form.forOther],
  ],
  'wide',
)}
${line(field, 'otherName', 'text')}${line(field, 'name', 'text')}${line(field, 'tel', 'tel')}
<div class="trap" aria-hidden="true"><label for="trap">${form.trap}</label><input type="text" id="trap" name="trap" value="${typed.trap}" tabindex="-1" autocomplete="off"></div>
<div class="field" id="field-consent">${wrong.includes('consent') && html`<p class="wrong" id="wrong-consent">${form.errors.consent}</p>`}
<label class="choice"><input type="checkbox" name="consent" value="yes" required${typed.consent === 'yes' && drawn(' checked')}><span>${form.consent(station.name)}${form.consentOther}</span></label></div>
<p class="acts"><button class="y-button first" type="submit">${form.send}</button></p></form>`;
  return framed({
    lang,
    title: `${words.ask} · ${station.name}`,
    home: { path: station.path, name: station.name },
    self: `${station.path}/ask`,
    body,
  });
}

function summary({ words, wrong }: Field): Markup | null {
  if (wrong.length === 0) return null;
  const { errors, fix } = words.form;
  return html`<div class="summary" role="alert"><p>${fix}</p><ul>${wrong.map(
    (name) => html`<li><a href="#field-${name}">${errors[name]}</a></li>`,
  )}</ul></div>`;
}

type Label = 'kind' | 'words' | 'urgency' | 'village' | 'forWhom' | 'otherName' | 'name' | 'tel';

function labelled({ words, wrong }: Field, name: Label, hint: string, control: (more: Markup) => Markup): Markup {
  const bad = wrong.includes(name);
  const told = [hint === '' ? '' : `hint-${name}`, bad ? `wrong-${name}` : ''].filter((id) => id !== '').join(' ');
  const more = html`${told !== '' && html`aria-describedby="${told}"`}${bad && drawn(' aria-invalid="true"')}`;
  return html`<div class="field" id="field-${name}"><label class="label" for="${name}">${words.form[name]}</label>
${hint !== '' && html`<p class="hint" id="hint-${name}">${hint}</p>`}
${bad && html`<p class="wrong" id="wrong-${name}">${words.form.errors[name]}</p>`}${control(more)}</div>`;
}

function line(field: Field, name: 'otherName' | 'name' | 'tel', type: 'text' | 'tel'): Markup {
  const complete = { otherName: 'off', name: 'name', tel: 'tel' }[name];
  return labelled(
    field,
    name,
    '',
    (more) =>
      html`<input type="${type}" id="${name}" name="${name}" maxlength="40" autocomplete="${complete}" value="${field.typed[name]}" ${more}>`,
  );
}

function choices(
  { words, typed, wrong }: Field,
  name: 'kind' | 'urgency' | 'forWhom',
  hint: string,
  options: readonly (readonly [string, string])[],
  shape = '',
): Markup {
  const bad = wrong.includes(name);
  return html`<fieldset id="field-${name}"${bad && html` aria-describedby="wrong-${name}"`}><legend>${words.form[name]}</legend>
${hint !== '' && html`<p class="hint">${hint}</p>`}${bad && html`<p class="wrong" id="wrong-${name}">${words.form.errors[name]}</p>`}
<div class="choices ${shape}">${options.map(
    ([value, said]) =>
      html`<label class="choice"><input type="radio" name="${name}" value="${value}" required${typed[name] === value && drawn(' checked')}><span>${said}</span></label>`,
  )}</div></fieldset>`;
}

export interface ReceivedPage {
  readonly station: PublicStation;
  readonly number: string;
  /** The whole address of the page on which the number is entered. */
  readonly address: string;
  /** That address as a drawing. */
  readonly code: string;
  /** Answered by then; null where the form had come before. */
  readonly by: string | null;
}

export function receivedPage({ station, number, address, code, by }: ReceivedPage, lang: PublicLang): string {
  const words = publicWords[lang];
  const { received } = words;
  const asked = lang === 'en' ? '?lang=en' : '';
  const body = html`<h1>${received.title}</h1><p>${received.lead}</p>
<p class="number y-sheet">${number}</p><p><strong>${received.keep}</strong></p>
<p>${by === null ? received.again : received.next(dayName(by, lang))}</p>
<p>${received.how}</p><p><a href="${station.path}/answer${asked}">${address}</a></p>
<div class="qr" role="img" aria-label="${received.qr}">${drawn(code)}</div>
<p class="screen"><a class="y-button" href="${station.path}/ask${asked}">${received.another}</a></p>`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${received.title} · ${station.name}`, home, self: null, body });
}
