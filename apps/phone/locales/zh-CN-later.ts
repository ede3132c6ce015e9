/**
 * 中文, the second part: words that today's list does without (what a refusal means, code lists, trips). Fetched once the
 * first screen stands, so that a first visit stays light (UX.md 11); the service worker keeps them for offline.
 */

import { home } from './zh-CN-home.ts';
import { codes, fields, problems } from './zh-CN-lists.ts';
import { trips } from './zh-CN-trips.ts';

export const later = { problems, fields, codes, home, trips };
