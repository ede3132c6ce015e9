/**
 * What a kind of import has to say about itself; the import knows nothing else of any business. A ledger's rows become
 * records (cells by field), each record a draft (values and faults, by itself), all drafts together are compared, and each
 * is then planned against what the county already holds: commands, or reasons.
 */
import type { Day } from '@yimi/kernel';
import type { Trx } from '../database.ts';
import type { Keyring } from '../store/keyring.ts';
import type { Choices, TargetName } from './choices.ts';
import type { Cell } from './reading/ledger.ts';
import type { Fault, Remark } from './understanding/fault.ts';
import type { FieldList } from './understanding/field.ts';

export interface Placed {
  readonly cell: Cell;
  readonly column: number;
}

/** One row, its cells by field. */
export interface LedgerRecord {
  readonly sheet: number;
  readonly row: number;
  readonly hidden: boolean;
  /** What stands above: section line, else title and the sheet's name. */
  readonly section: string;
  readonly title: string;
  readonly cells: ReadonlyMap<string, readonly Placed[]>;
  /** The village chosen for the sheet. */
  readonly roomId: string | null;
}

export interface Village {
  readonly id: string;
  readonly name: string;
  readonly stationId: string;
}

/** What the county is, as far as reading a ledger needs it. */
export interface Setting {
  readonly countyId: string;
  readonly stationId: string | null;
  readonly villages: readonly Village[];
  readonly stations: readonly { readonly id: string; readonly name: string; readonly code: string }[];
  readonly staff: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly active: boolean;
  }[];
  readonly today: Day;
  readonly date1904: boolean;
  /** Who imports. */
  readonly userId: string;
  readonly choices: Choices;
}

export interface Draft<V> {
  readonly record: LedgerRecord;
  readonly values: V;
  readonly faults: readonly Fault[];
  readonly remarks: readonly Remark[];
}

export interface PlannedCommand {
  /** Names the command within its row: its id derives from it (law S10). */
  readonly label: string;
  readonly name: string;
  readonly input: unknown;
}

export type Outcome = 'new' | 'there' | 'filled' | 'refused';

export interface Planned {
  readonly record: LedgerRecord;
  readonly outcome: Outcome;
  /** The row that the import makes or found. */
  readonly subjectId: string | null;
  readonly faults: readonly Fault[];
  readonly remarks: readonly Remark[];
  readonly commands: readonly PlannedCommand[];
}

export interface Made<V> {
  readonly draft: Draft<V>;
  readonly subjectId: string;
}

/** How what a batch made is taken back. */
export interface Undo {
  /** The command whose permission decides who may. */
  readonly command: string;
  /** Of these rows, those that nobody has built on since. */
  readonly untouched: (looking: Looking, subjectIds: readonly string[]) => Promise<readonly string[]>;
  readonly withdraw: (subjectId: string) => Omit<PlannedCommand, 'label'>;
}

/** Where a target may look for what is there. */
export interface Looking {
  readonly trx: Trx;
  readonly keyring: Keyring;
  readonly countyId: string;
}

export interface Naming {
  /** Ids of rows and commands derive from the import and the place in the file. */
  readonly importId: string;
  readonly subjectOf: (record: LedgerRecord) => string;
}

export interface ImportTarget<V = unknown, Known = unknown> {
  readonly name: TargetName;
  /** The command whose permission decides who may import. */
  readonly command: string;
  /** Rows go to one station; without: anywhere in the county. */
  readonly ofStation: boolean;
  readonly needsConsent: boolean;
  readonly fields: FieldList;
  /** Of each group at least one field has to be chosen. */
  readonly required: readonly (readonly string[])[];
  /** Prepares what all rows need once. */
  readonly reader: (setting: Setting) => (record: LedgerRecord) => Draft<V>;
  /** Compares the rows of the file with each other: the same person twice, members of one household. */
  readonly together: (drafts: readonly Draft<V>[], setting: Setting) => readonly Draft<V>[];
  readonly look: (looking: Looking, setting: Setting, drafts: readonly Draft<V>[]) => Promise<Known>;
  readonly knowsNothing: Known;
  readonly plan: (draft: Draft<V>, known: Known, setting: Setting, naming: Naming) => Planned;
  /** What joins the rows that were made, once all are there: households. */
  readonly afterwards: (made: readonly Made<V>[], setting: Setting, naming: Naming) => readonly PlannedCommand[];
  readonly undo: Undo;
}
