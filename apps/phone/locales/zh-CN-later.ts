/**
 * 中文, the second part: all that the door and today's list do without. Fetched once the list stands, or something is refused
 * before, so that a first visit stays light (UX.md 11); the service worker keeps them for offline.
 */

import { zhCN } from './zh-CN.ts';
import { asked } from './zh-CN-asked.ts';
import { checkIn } from './zh-CN-check-in.ts';
import { harm } from './zh-CN-harm.ts';
import { home } from './zh-CN-home.ts';
import { codes, fields, problems } from './zh-CN-lists.ts';
import { meals } from './zh-CN-meals.ts';
import { needs } from './zh-CN-needs.ts';
import { me, person, register, roles, search, secondStep } from './zh-CN-people.ts';
import { recording } from './zh-CN-recording.ts';
import { trips } from './zh-CN-trips.ts';

export const later = {
  ...recording,
  problems,
  fields,
  codes,
  home,
  trips,
  needs,
  meals,
  asked,
  harm,
  checkIn,
  secondStep,
  search,
  person: { ...zhCN.person, ...person },
  register,
  me,
  roles,
};
