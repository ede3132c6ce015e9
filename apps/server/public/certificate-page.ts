/** The page that checks a certificate: a form for its number, and what the house knows of it. A withdrawn one shows nobody's name. */
import type { PublicCertificate } from './certificate.ts';
import type { CertificateWords } from './certificate-words.ts';
import { certificateWords } from './certificate-words.ts';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { PublicLang } from './words.ts';
import { dayName } from './words.ts';

export interface CertificatePage {
  /** `/c/459901` */
  readonly path: string;
  readonly typed: string;
  readonly found: PublicCertificate | null;
  /** The number, where it stands in the address: the other language is then one tap away. */
  readonly self: string | null;
}

export function certificatePage({ path, typed, found, self }: CertificatePage, lang: PublicLang): string {
  const words = certificateWords[lang];
  const action = `${path}${lang === 'en' ? '?lang=en' : ''}`;
  const none = typed.trim() !== '' && found === null;
  const body = html`<h1>${words.title}</h1>${found !== null && shown(found, words, lang)}
<form class="screen" method="post" action="${action}">${found === null && html`<p>${words.lead}</p>`}<div class="field"><label class="label" for="number">${words.label}</label>
<p class="hint" id="hint-number">${words.hint}</p>${none && html`<p class="wrong" id="wrong-number" role="alert">${words.none}</p>`}
<input type="text" id="number" name="number" value="${found === null ? typed : ''}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint-number${none && ' wrong-number'}"></div>
<p class="acts"><button class="y-button first" type="submit">${words.look}</button></p></form>`;
  const here = self === null ? path : `${path}/${encodeURIComponent(self)}`;
  return framed({ lang, title: words.title, home: null, self: typed !== '' && self === null ? null : here, body });
}

const long = (minutes: number, { hours }: CertificateWords): string => hours(Math.floor(minutes / 60), minutes % 60);

function shown(found: PublicCertificate, words: CertificateWords, lang: PublicLang): Markup {
  const { state, endedOn, issuer } = found;
  const ended = dayName(endedOn ?? found.issuedOn, lang);
  return html`<section aria-live="polite"><p class="state">${words.states[state]}</p>
${state === 'withdrawn' ? html`<p class="notice">${words.withdrawn(issuer, ended)}</p>` : certified(found, words, lang)}
${state === 'replaced' && html`<p class="notice">${words.replaced(ended)}</p>`}<p class="hint">${words.privacy}</p></section>`;
}

function certified(found: PublicCertificate, words: CertificateWords, lang: PublicLang): Markup {
  const { fields } = words;
  const { minutes, minutesNow, lines } = found;
  const changed = minutesNow !== minutes;
  const note = minutesNow === 0 ? words.nothing : words.changed(long(minutesNow, words));
  return html`<p>${words.compare}</p>${changed && html`<p class="notice" role="note">${note}</p>`}
<dl><dt>${words.label}</dt><dd>${found.number}</dd><dt>${fields.name}</dt><dd lang="zh-CN">${found.name}</dd>
<dt>${fields.minutes}</dt><dd>${long(minutes, words)}</dd>
<dt>${fields.period}</dt><dd>${words.period(dayName(found.fromDay, lang), dayName(found.toDay, lang))}</dd>
<dt>${fields.issuer}</dt><dd lang="zh-CN">${found.issuer}</dd><dt>${fields.issuedOn}</dt><dd>${dayName(found.issuedOn, lang)}</dd>
<dt>${fields.total}</dt><dd>${long(found.total, words)}${words.stars(found.stars)}</dd></dl>
<h2>${words.content}</h2><ul>${lines.map(
    ({ kind, title, times, minutes: of }) =>
      html`<li>${kind === 'activity' ? html`<span lang="zh-CN">${title}</span>` : words.kinds[kind]} · ${words.times(times)} · ${long(of, words)}</li>`,
  )}</ul>`;
}
