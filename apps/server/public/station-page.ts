/** The page of a station: what it does, how it differs from the committee, how to reach it, its numbers. */
import { framed } from './layout.ts';
import { html } from './markup.ts';
import type { Recruitment } from './recruitment.ts';
import { whenOf } from './recruitment-page.ts';
import type { OpenQuestionnaire, PublicNumber, PublicStation, ShownNeed } from './station.ts';
import type { PublicLang, PublicWords } from './words.ts';
import { kindName, publicWords } from './words.ts';

export interface StationFacts {
  readonly station: PublicStation;
  readonly numbers: readonly PublicNumber[];
  readonly shown: readonly ShownNeed[];
  readonly questionnaires: readonly OpenQuestionnaire[];
  readonly recruitments: readonly Recruitment[];
}

export function stationPage(
  { station, numbers, shown, questionnaires, recruitments }: StationFacts,
  lang: PublicLang,
): string {
  const words = publicWords[lang];
  const asked = lang === 'en' ? '?lang=en' : '';
  const body = html`<h1>${words.title(station.name)}</h1>
<p>${words.lead}</p>
<p class="acts"><a class="y-button first" href="${station.path}/ask${asked}">${words.ask}</a><a class="y-button" href="${station.path}/answer${asked}">${words.lookUp}</a></p>
${recruitments.length > 0 && toComeTo(station, recruitments, words, asked)}
${questionnaires.length > 0 && toFillIn(station, questionnaires, words, asked)}
<h2>${words.does}</h2>
${station.intro === '' ? null : html`<p lang="zh-CN">${station.intro}</p>`}
<ul>${words.doesList.map((one) => html`<li>${one}</li>`)}</ul>
${differences(words)}
${reach(station, words)}
${whatBecame(shown, words, lang)}
${inNumbers(numbers, words)}`;
  return framed({
    lang,
    title: words.title(station.name),
    home: { path: station.path, name: station.name },
    self: station.path,
    body,
  });
}

function toComeTo({ path }: PublicStation, open: readonly Recruitment[], words: PublicWords, asked: string) {
  return html`<h2>${words.r.open}</h2>${open.map(
    (one) =>
      html`<p class="acts"><a class="y-button" href="${path}/r/${one.id}${asked}" lang="zh-CN">${one.title}</a></p>
<p class="hint">${whenOf(one)} · <span lang="zh-CN">${one.venue}</span></p>`,
  )}`;
}

function toFillIn({ path }: PublicStation, open: readonly OpenQuestionnaire[], words: PublicWords, asked: string) {
  return html`<h2>${words.q.open}</h2>${open.map(
    ({ id, title, lead }) =>
      html`<p class="acts"><a class="y-button" href="${path}/q/${id}${asked}" lang="zh-CN">${title}</a></p>${
        lead === '' ? null : html`<p class="hint" lang="zh-CN">${lead}</p>`
      }`,
  )}`;
}

function differences(words: PublicWords) {
  return html`<h2 id="differs">${words.differs}</h2>
<table aria-labelledby="differs"><thead><tr>${words.differsHead.map((one) =>
    one === '' ? html`<td></td>` : html`<th scope="col">${one}</th>`,
  )}</tr></thead><tbody>${words.differsRows.map(
    ([name, here, there]) =>
      html`<tr><th scope="row">${name}</th>${
        there === '' ? html`<td colspan="2">${here}</td>` : html`<td>${here}</td><td>${there}</td>`
      }</tr>`,
  )}</tbody></table>`;
}

function reach({ address, hours, phone }: PublicStation, words: PublicWords) {
  const lines: readonly (readonly [string, string])[] = [
    [words.address, address],
    [words.hours, hours],
  ];
  return html`<h2>${words.reach}</h2><dl>${lines
    .filter(([, said]) => said !== '')
    .map(([name, said]) => html`<dt>${name}</dt><dd lang="zh-CN">${said}</dd>`)}${
    phone === null
      ? null
      : html`<dt>${words.phone}</dt><dd><a href="tel:${phone.replace(/[^0-9+]/g, '')}">${phone}</a></dd>`
  }</dl>`;
}

function inNumbers(numbers: readonly PublicNumber[], words: PublicWords) {
  return html`<h2>${words.figures}</h2><dl class="numbers">${numbers.map(
    ({ key, n }) =>
      html`<div class="y-sheet"><dt>${words.figureNames[key]}</dt>${
        n === null ? html`<dd class="few">${words.hiddenCount}</dd>` : html`<dd>${n}</dd>`
      }</div>`,
  )}</dl><p class="hint">${words.figuresNote}</p>`;
}

function whatBecame(shown: readonly ShownNeed[], words: PublicWords, lang: PublicLang) {
  return html`<h2>${words.asked}</h2><p class="hint">${words.askedNote}</p>${
    shown.length === 0 && html`<p>${words.askedNothing}</p>`
  }${shown.map(
    ({ kind, state, words: said, month }) =>
      html`<article class="y-sheet"><p class="kind">${kind === null ? words.otherKind : kindName(kind, lang)} · ${month}</p>
<p lang="zh-CN">${said}</p><p>${words.became}：${words.states[state]}</p></article>`,
  )}`;
}
