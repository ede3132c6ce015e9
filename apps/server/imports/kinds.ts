/**
 * Which kinds of ledger somebody may import, and for which stations; and which of them a file most looks like: the kind whose
 * own fields stand in its headings, and of which its titles speak.
 */
import type { Actor } from '../reads/reader.ts';
import type { ImportParts } from './asking.ts';
import { mayImport } from './asking.ts';
import type { TargetName } from './choices.ts';
import { lookOver, titlesOf } from './look-over.ts';
import type { Ledger } from './reading/ledger.ts';
import { placesFor } from './setting.ts';
import type { ImportTarget } from './target.ts';
import { targets } from './targets/index.ts';

export interface Kind {
  readonly target: TargetName;
  /** Stations for which they may import it. */
  readonly stations: readonly { readonly id: string; readonly name: string }[];
  /** Whether they may for the county as a whole. */
  readonly wholeCounty: boolean;
}

export async function kindsFor({ database }: ImportParts, actor: Actor): Promise<Kind[]> {
  const { stations } = await database.inCounty(actor.countyId, (trx) => placesFor(trx, null));
  return [...targets.values()].flatMap((target) => {
    const within = target.reach === 'county' ? [] : stations.filter(({ id }) => mayImport(actor, target, id));
    const wholeCounty = target.reach !== 'station' && mayImport(actor, target, null);
    if (within.length === 0 && !wholeCounty) return [];
    return [{ target: target.name, stations: within.map(({ id, name }) => ({ id, name })), wholeCounty }];
  });
}

/** Enough of the file to know it by. */
const mostSheets = 5;

/** How much a file looks like a kind: the share of its columns that the kind knows, and what its titles say. */
export function likeness(
  ledger: Ledger,
  target: Pick<ImportTarget, 'fields' | 'reach' | 'required' | 'tells'>,
): number {
  const shown = { ...ledger, sheets: ledger.sheets.filter((sheet) => !sheet.hidden).slice(0, mostSheets) };
  const scores = lookOver(shown, target, [], new Map()).map((sheet, at) => {
    const known = sheet.columns.filter((column) => column.field !== null && column.because !== 'values');
    const sum = known.reduce((all, column) => all + column.confidence, 0);
    const fields = new Set(sheet.columns.map((column) => column.field));
    const enough = target.required.every((group) => group.some((field) => fields.has(field)));
    const titled =
      shown.sheets[at] !== undefined && titlesOf(shown.sheets[at], sheet.top).some((text) => target.tells.test(text));
    const share = sheet.columns.length === 0 ? 0 : sum / sheet.columns.length;
    return share + (enough ? 0.5 : 0) + (titled ? 0.35 : 0);
  });
  return Math.max(0, ...scores);
}

export function likeliest(ledger: Ledger, kinds: readonly Kind[]): TargetName | null {
  const scored = kinds.flatMap(({ target: name }) => {
    const target = targets.get(name);
    return target === undefined ? [] : [{ name, score: likeness(ledger, target) }];
  });
  return scored.sort((one, other) => other.score - one.score)[0]?.name ?? null;
}
