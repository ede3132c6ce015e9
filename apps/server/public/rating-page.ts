/** Five grades to tap, and what follows from the one that was tapped. */
import { highestRating, lowestRating, lowRating } from '@yimi/needs';
import { framed } from './layout.ts';
import { html } from './markup.ts';
import type { RatingState } from './rating.ts';
import type { PublicStation } from './station.ts';
import type { PublicLang } from './words.ts';
import { publicWords } from './words.ts';

const grades = Array.from({ length: highestRating - lowestRating + 1 }, (_, at) => highestRating - at);

interface Page {
  readonly station: PublicStation;
  /** As it stands in the address. */
  readonly text: string;
  readonly state: RatingState;
  readonly failed: boolean;
}

export function ratingPage({ station, text, state, failed }: Page, lang: PublicLang): string {
  const { rating: words, answer } = publicWords[lang];
  const path = `${station.path}/rate/${text}`;
  const body = html`<h1>${words.title}</h1>
${failed && html`<p class="notice" role="alert">${answer.failed}</p>`}
${state.as === 'open' && html`<form class="screen" method="post" action="${path}${lang === 'en' ? '?lang=en' : ''}"><p>${words.lead(station.name)}</p><div class="grades">${grades.map((grade) => html`<button class="y-button" name="grade" value="${grade}">${answer.grades[grade]}</button>`)}</div></form>`}
${state.as === 'rated' && html`<section role="status"><p class="state">${answer.rated(answer.grades[state.rating] ?? '')}</p><p>${state.rating <= lowRating ? words.comesAgain : words.thanks}</p></section>`}
${state.as === 'over' && html`<p class="notice">${words.over}</p>`}`;
  const home = { path: station.path, name: station.name };
  return framed({ lang, title: `${words.title} · ${station.name}`, home, self: path, body });
}
