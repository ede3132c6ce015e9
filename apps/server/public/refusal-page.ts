/** A refusal as a page: residents are told in words what to do next, never a code. */
import type { Problem } from '@yimi/kernel';
import { framed } from './layout.ts';
import type { Markup } from './markup.ts';
import { html } from './markup.ts';
import type { PublicLang, Refusal } from './words.ts';
import { publicWords } from './words.ts';

const byCode: Readonly<Record<string, Refusal>> = {
  'server.busy': 'busy',
  'server.forged-request': 'foreign',
  'server.body-too-large': 'large',
  'server.too-often': 'often',
};

export function refusalPage({ code, kind }: Problem, lang: PublicLang, more: Markup | null = null): string {
  const fallback = kind === 'not-found' || kind === 'invalid' ? 'not-found' : 'fault';
  const { title, next } = publicWords[lang].refused[byCode[code] ?? fallback];
  const body = html`<h1>${title}</h1><p>${next}</p>${more}`;
  return framed({ lang, title, home: null, self: null, body });
}
