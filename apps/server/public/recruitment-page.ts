/** 招募令 as a page: what, when and where, and a form of three lines. Nobody's name is shown, and no number of who comes. */
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { drawn, html } from './markup.ts';
import type { Recruitment, SignUpTyped } from './recruitment.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang, PublicWords } from './words.ts';
import { publicWords } from './words.ts';

const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 2026-03-08 09:00–11:00: digits are read in both languages. */
export const whenOf = ({ day, fromMinute, toMinute }: Recruitment): string =>
  `${day} ${clockOf(fromMinute)}–${clockOf(toMinute)}`;

interface Page {
  readonly station: PublicStation;
  readonly one: Recruitment;
  readonly typed: SignUpTyped;
  readonly wrong: readonly string[];
}

export function recruitmentPage({ station, one, typed, wrong }: Page, lang: PublicLang): string {
  const words = publicWords[lang];
  const path = `${station.path}/r/${one.id}`;
  const field = { words, typed, wrong };
  const body = html`<h1 lang="zh-CN">${one.title}</h1>
<dl><dt>${words.r.when}</dt><dd>${whenOf(one)}</dd><dt>${words.r.where}</dt><dd lang="zh-CN">${one.venue}</dd></dl>
${one.notice.split('\n').map((line) => html`<p lang="zh-CN">${line}</p>`)}
<h2>${words.r.signUp}</h2>
${wrong.length > 0 && html`<div class="summary" role="alert"><p>${words.form.fix}</p><ul>${wrong.map((name) => html`<li><a href="#field-${name}">${errorOf(words, name)}</a></li>`)}</ul></div>`}
<form method="post" action="${path}${lang === 'en' ? '?lang=en' : ''}" novalidate>
<input type="hidden" name="token" value="${typed.token}">
<fieldset id="field-part"><legend>${words.r.part}</legend><div class="choices wide">${(
    ['participant', 'helper'] as const
  ).map(
    (part) =>
      html`<label class="choice"><input type="radio" name="part" value="${part}"${typed.part === part && drawn(' checked')}><span>${words.r.parts[part]}</span></label>`,
  )}</div></fieldset>
${line(field, 'name', 'text')}${line(field, 'tel', 'tel')}
<div class="trap" id="field-trap" aria-hidden="true"><label for="trap">${words.form.trap}</label><input type="text" id="trap" name="trap" value="${typed.trap}" tabindex="-1" autocomplete="off"></div>
<div class="field" id="field-consent">${wrong.includes('consent') && html`<p class="wrong" id="wrong-consent">${words.form.errors.consent}</p>`}
<label class="choice"><input type="checkbox" name="consent" value="yes" required${typed.consent === 'yes' && drawn(' checked')}><span>${words.r.consent(station.name)}</span></label></div>
<p class="acts"><button class="y-button first" type="submit">${words.r.send}</button></p></form>`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${one.title} · ${station.name}`, home, self: path, body });
}

interface Field {
  readonly words: PublicWords;
  readonly typed: SignUpTyped;
  readonly wrong: readonly string[];
}

const errorOf = ({ form, r }: PublicWords, name: string): string => r.errors[name] ?? form.errors[name] ?? form.fix;

function line({ words, typed, wrong }: Field, name: 'name' | 'tel', type: 'text' | 'tel'): Markup {
  const bad = wrong.includes(name);
  return html`<div class="field" id="field-${name}"><label class="label" for="${name}">${words.r[name]}</label>
${bad && html`<p class="wrong" id="wrong-${name}">${errorOf(words, name)}</p>`}
<input type="${type}" id="${name}" name="${name}" maxlength="40" required autocomplete="${name}" value="${typed[name]}"${bad && drawn(` aria-invalid="true" aria-describedby="wrong-${name}"`)}></div>`;
}

interface Done {
  readonly station: PublicStation;
  readonly one: Recruitment;
  readonly waits: boolean;
  readonly twice: boolean;
}

export function signedUpPage({ station, one, waits, twice }: Done, lang: PublicLang): string {
  const { r, q, back } = publicWords[lang];
  const asked = lang === 'en' ? '?lang=en' : '';
  const title = waits ? r.waiting : r.done;
  const body = html`<h1>${title}</h1><p>${waits ? r.waitingNext : r.doneNext}</p>${twice && html`<p class="hint">${q.again}</p>`}
<p><b lang="zh-CN">${one.title}</b><br>${whenOf(one)}<br><span lang="zh-CN">${one.venue}</span></p>
<p>${r.leave}</p>${station.phone !== null && html`<p class="acts"><a class="y-button" href="tel:${station.phone.replace(/[^0-9+]/g, '')}">${station.phone}</a></p>`}
<p class="acts"><a class="y-button" href="${station.path}${asked}">${back}</a></p>`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${title} · ${station.name}`, home, self: null, body });
}
