/**
 * The frame of every public page. Style stands in the page itself, so that the first paint waits for one answer on a poor
 * network; the policy names its digest, and allows no script at all.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Markup } from './markup.ts';
import { drawn, html } from './markup.ts';
import type { PublicLang } from './words.ts';
import { publicWords } from './words.ts';

const read = (specifier: string): string => readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8');

/** Comments and the blanks of indentation go; nothing here stands in a string with more than one blank. */
const lean = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .trim();

const style = lean(['@yimi/ui/tokens.css', '@yimi/ui/base.css', './style.css'].map(read).join('\n'));
const digest = createHash('sha256').update(style).digest('base64');

/** Nothing is loaded but recordings of this server, nothing runs; forms go to this server alone. */
export const publicPolicy = [
  "default-src 'none'",
  "script-src 'none'",
  `style-src 'sha256-${digest}'`,
  'img-src data:',
  "media-src 'self'",
  "object-src 'none'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface Frame {
  readonly lang: PublicLang;
  readonly title: string;
  /** The station's page, for the way back; null on a page of no station. */
  readonly home: { readonly path: string; readonly name: string } | null;
  /** This page in the other language; null where it came by a form that cannot be asked for again. */
  readonly self: string | null;
  readonly body: Markup;
}

export function framed({ lang, title, home, self, body }: Frame): string {
  const words = publicWords[lang];
  const asked = lang === 'en' ? '?lang=en' : '';
  const other = words.other.code === 'en' ? '?lang=en' : '';
  const page = html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${drawn(style)}</style></head>
<body><header><a class="skip" href="#content">${words.skip}</a><div>
${home === null ? html`<span></span>` : html`<a href="${home.path}${asked}">${home.name}</a>`}
${self === null ? null : html`<a href="${self}${other}" lang="${words.other.code}">${words.other.name}</a>`}
</div></header>
<main id="content">${body}</main></body></html>`;
  return page.text;
}
