/** A resident looks up what became of their need, rates it in one tap, or takes it back. The number comes and goes in forms only. */
import { highestRating, lowestRating } from '@yimi/needs';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { NeedByNumber } from './need-by-number.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang, PublicWords } from './words.ts';
import { dayName, kindName, publicWords } from './words.ts';

export interface AnswerPage {
  readonly station: PublicStation;
  /** As typed. */
  readonly number: string;
  /** null: nothing was looked up yet, or there is no such number. */
  readonly need: NeedByNumber | null;
  readonly failed: boolean;
  readonly today: string;
}

const openStates = ['received', 'triaged', 'answering', 'unmet'];

export function answerPage({ station, number, need, failed, today }: AnswerPage, lang: PublicLang): string {
  const words = publicWords[lang];
  const { answer } = words;
  const action = `${station.path}/answer${lang === 'en' ? '?lang=en' : ''}`;
  const none = number !== '' && need === null;
  const body = html`<h1>${answer.title}</h1>
${need !== null && found(need, { words, lang, number, action, today, failed })}
<form class="screen" method="post" action="${action}"><div class="field"><label class="label" for="number">${answer.label}</label>
<p class="hint" id="hint-number">${answer.hint}</p>${none && html`<p class="wrong" id="wrong-number" role="alert">${answer.none}</p>`}
<input type="text" id="number" name="number" value="${need === null ? number : ''}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint-number${none && ' wrong-number'}"></div>
<p class="acts"><button class="y-button first" type="submit">${answer.look}</button></p></form>`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${answer.title} · ${station.name}`, home, self: `${station.path}/answer`, body });
}

interface Shown {
  readonly words: PublicWords;
  readonly lang: PublicLang;
  readonly number: string;
  readonly action: string;
  readonly today: string;
  readonly failed: boolean;
}

function found(need: NeedByNumber, { words, lang, number, action, today, failed }: Shown): Markup {
  const { answer, states } = words;
  const waits = openStates.includes(need.state) && need.state !== 'unmet';
  const form = (inside: Markup): Markup =>
    html`<form class="screen" method="post" action="${action}"><input type="hidden" name="number" value="${number}">${inside}</form>`;
  return html`<section aria-live="polite">${failed && html`<p class="notice">${answer.failed}</p>`}
<p>${answer.state}</p><p class="state">${states[need.state]}</p>
<p class="hint">${kindName(need.kind, lang)} · ${answer.since(dayName(need.receivedOn, lang))}</p>
${waits && html`<p>${need.dueOn < today ? answer.late : answer.due(dayName(need.dueOn, lang))}</p>`}
${need.rating !== null && html`<p>${answer.rated(answer.grades[need.rating] ?? '')}${waits && answer.again}</p>`}
${need.state === 'answered' && form(html`<p>${answer.rate}</p><div class="grades">${grades(words)}</div>`)}
${openStates.includes(need.state) && form(html`<p class="acts"><button class="y-button" name="act" value="withdraw">${answer.withdraw}</button></p><p class="hint">${answer.withdrawNote}</p>`)}
</section>`;
}

function grades({ answer }: PublicWords): Markup[] {
  const all = Array.from({ length: highestRating - lowestRating + 1 }, (_, at) => highestRating - at);
  return all.map(
    (grade) => html`<button class="y-button" name="act" value="rate-${grade}">${answer.grades[grade]}</button>`,
  );
}
