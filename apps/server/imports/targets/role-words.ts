/** Under which words lists of staff write the posts of a station (DOMAIN.md 1). A word that is none is told. */
import type { Role } from '@yimi/kernel';
import { plainText } from '../understanding/plain.ts';

export type StationRole = Extract<
  Role,
  'station-head' | 'station-worker' | 'village-worker' | 'hamlet-volunteer' | 'supervisor'
>;

const words: readonly (readonly [StationRole, RegExp])[] = [
  ['supervisor', /督导/],
  ['hamlet-volunteer', /志愿|屯长|义工/],
  ['village-worker', /^(?:村|居|社区).*(?:社工|专员|工作员|联络员|协理员)|村级|村居社工|社工室/],
  ['station-head', /^(?:社工站)?(?:站长|负责人|站负责人|项目主管|主管|项目负责人)/],
  ['station-worker', /社工|社会工作|驻站|站员|工作人员|项目人员|一线|专职|助理/],
];

export function readRole(text: string): StationRole | null {
  const said = plainText(text).replace(/\s/g, '');
  return words.find(([, role]) => role.test(said))?.[0] ?? null;
}
