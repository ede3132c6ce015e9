/** Five grades to tap, and what follows from the one that was tapped. */
import { highestRating, lowestRating, lowRating } from '@yimi/needs';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { RatingState } from './rating.ts';
import type { RatingWords } from './rating-words.ts';
import { ratingWords } from './rating-words.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang } from './words.ts';
import { publicWords } from './words.ts';

const grades = Array.from({ length: highestRating - lowestRating + 1 }, (_, at) => highestRating - at);

/** What became of what was sent just now. */
export type RatingNote = 'taken' | 'no-sound' | 'refused' | null;

interface Page {
  readonly station: PublicStation;
  /** As it stands in the address. */
  readonly text: string;
  readonly state: RatingState;
  readonly note: RatingNote;
}

export function ratingPage({ station, text, state, note }: Page, lang: PublicLang): string {
  const words = ratingWords[lang];
  const { answer } = publicWords[lang];
  const path = `${station.path}/rate/${text}`;
  const body = html`<h1>${words.title}</h1>
${note === 'refused' && html`<p class="notice" role="alert">${answer.failed}</p>`}
${note === 'taken' && html`<section class="good" role="status"><p class="state">${words.heard}</p></section>`}
${state.as === 'open' && html`<form class="screen" method="post" action="${path}${lang === 'en' ? '?lang=en' : ''}"><p>${words.lead(station.name)}</p><div class="grades">${grades.map((grade) => html`<button class="y-button" name="grade" value="${grade}">${answer.grades[grade]}</button>`)}</div></form>`}
${state.as === 'open' && note !== 'taken' && spoken(`${path}${lang === 'en' ? '?lang=en' : ''}`, words, note === 'no-sound')}
${state.as === 'rated' && html`<section role="status"><p class="state">${answer.rated(answer.grades[state.rating] ?? '')}</p><p>${state.rating <= lowRating ? words.comesAgain : words.thanks}</p></section>`}
${state.as === 'over' && html`<p class="notice">${words.over}</p>`}`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${words.title} · ${station.name}`, home, self: path, body });
}

/** No script: the picker of files offers the recorder of the telephone. */
function spoken(action: string, words: RatingWords, wrong: boolean): Markup {
  return html`<form class="screen" method="post" action="${action}" enctype="multipart/form-data"><h2>${words.speak}</h2><p class="hint" id="hint-voice">${words.speakSay}</p>
<div class="field"><label class="label" for="voice">${words.record}</label>${wrong && html`<p class="wrong" id="wrong-voice" role="alert">${words.noSound}</p>`}
<input type="file" id="voice" name="voice" accept="audio/*" capture required aria-describedby="hint-voice${wrong && ' wrong-voice'}"></div>
<p class="acts"><button class="y-button" type="submit">${words.send}</button></p></form>`;
}
