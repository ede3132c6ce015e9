/** The page of a merchant: one field and one button; what became of the code stands above them, in words that a till can act on. */
import { dayOf } from '@yimi/kernel';
import { graceDays } from '@yimi/points';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { drawn, html } from './markup.ts';
import type { PublicMerchant, Taken, Typed } from './voucher.ts';
import type { VoucherWords } from './voucher-words.ts';
import { voucherWords } from './voucher-words.ts';
import type { PublicLang } from './words.ts';
import { dayName } from './words.ts';

interface Page {
  readonly merchant: PublicMerchant;
  readonly token: string;
  readonly typed: Typed;
  readonly sent: Taken | null;
  readonly now: number;
}

/** To be mended in the form as it is: what was typed in stays there. */
const mendable: readonly Taken['as'][] = ['none', 'wrong-day', 'stale', 'early'];

export function voucherPage({ merchant, token, typed, sent, now }: Page, lang: PublicLang): string {
  const words = voucherWords[lang];
  const title = words.title(merchant.name);
  const kept = sent !== null && mendable.includes(sent.as) ? typed : { number: '', handedOn: '' };
  const wrong = sent !== null && kept === typed ? mended(sent, words) : '';
  const badDay = sent?.as === 'wrong-day';
  const body = html`<h1>${title}</h1>${sent !== null && kept !== typed && told(sent, typed, words, lang, now)}
<p class="hint">${words.lead}</p>
<form method="post" action="${merchant.path}${lang === 'en' ? '?lang=en' : ''}" novalidate>
<input type="hidden" name="token" value="${token}">
<div class="field"><label class="label" for="number">${words.label}</label><p class="hint" id="hint-number">${words.hint}</p>${wrong !== '' && !badDay && html`<p class="wrong" id="wrong-number" role="alert" data-as="${sent?.as}">${wrong}</p>`}
<input type="text" id="number" name="number" value="${kept.number}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint-number${wrong !== '' && !badDay && ' wrong-number'}"></div>
<details${badDay && drawn(' open')}><summary>${words.late}</summary><div class="field"><label class="label" for="handedOn">${words.handedOn}</label><p class="hint" id="hint-day">${words.handedHint(graceDays)}</p>${badDay && html`<p class="wrong" id="wrong-day" role="alert" data-as="wrong-day">${wrong}</p>`}
<input type="date" id="handedOn" name="handedOn" value="${kept.handedOn}" max="${dayOf(now)}" aria-describedby="hint-day${badDay && ' wrong-day'}"></div></details>
<p class="acts"><button class="y-button first" type="submit">${words.send}</button></p></form>
<h2>${words.offers}</h2>${!merchant.open && html`<p class="notice">${words.closed}</p>`}<ul>${merchant.offers.map(
    ({ what, points }) => html`<li><span lang="zh-CN">${what}</span> · ${words.offer(points)}</li>`,
  )}</ul>`;
  return framed({
    lang,
    title,
    home: null,
    self: sent === null ? merchant.path : null,
    body: html`${body}${till(lang)}`,
  });
}

/** Nothing where no script runs; else what there is without a network (`till/page.ts`). */
export function till(lang: PublicLang): Markup {
  const { till: said, wrongDay } = voucherWords[lang];
  return html`<section id="till" hidden data-words="${JSON.stringify({ ...said, wrongDay })}"></section><script type="module" src="/v/page.js"></script>`;
}

function mended({ as }: Taken, words: VoucherWords): string {
  if (as === 'wrong-day') return words.wrongDay;
  if (as === 'stale') return words.stale;
  return as === 'early' ? words.early : words.none;
}

function told({ as, voucher }: Taken, typed: Typed, words: VoucherWords, lang: PublicLang, now: number): Markup {
  if (as === 'ok' && voucher !== null) {
    const day = dayName(voucher.endedOn ?? dayOf(now), lang);
    const late = typed.handedOn !== '' && typed.handedOn !== dayOf(now);
    return html`<section class="good" role="status" data-as="ok"><p class="state">${words.ok}</p><p>${late ? words.wasGiven(day) : words.give(voucher.what)}</p><p class="hint">${words.worth(voucher.points, day)}</p></section>`;
  }
  return html`<section class="summary" role="alert" data-as="${as}"><p class="state">${words.refused}</p><p>${why(as, voucher, words, lang)}</p></section>`;
}

function why(as: Taken['as'], voucher: Taken['voucher'], words: VoucherWords, lang: PublicLang): string {
  if (voucher === null) return words.other;
  const ended = dayName(voucher.endedOn ?? voucher.lastDay, lang);
  if (as === 'spent') return words.spent(ended);
  return as === 'called-off' ? words.calledOff(ended) : words.lapsed(dayName(voucher.lastDay, lang));
}
