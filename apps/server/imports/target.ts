/**
 * What a kind of import has to say about itself; the import knows nothing else of any business. A ledger's rows become
 * records (cells by field), each record a draft (values and faults, by itself), all drafts together are compared, and each
 * is then planned against what the county already holds: commands, or reasons.
 */
import type { Day, Role, ScopeKey } from '@yimi/kernel';
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

/** One post of somebody, over or not. */
export interface StaffMember {
  readonly postId: string;
  readonly userId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly role: Role;
  readonly stationId: string;
  readonly roomId: string | null;
  readonly active: boolean;
}

/** What the county is, as far as reading a ledger needs it. */
export interface Setting {
  readonly countyId: string;
  readonly stationId: string | null;
  readonly villages: readonly Village[];
  readonly stations: readonly { readonly id: string; readonly name: string; readonly code: string }[];
  readonly staff: readonly StaffMember[];
  readonly today: Day;
  /** When the import was asked for, milliseconds: what was recorded since may be its own. */
  readonly since: number;
  /** Whether who imports works for the county's desk. */
  readonly fromDesk: boolean;
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
  /** When it was done, milliseconds, where the ledger tells; else the moment at which the import was asked for. */
  readonly occurredAt?: number;
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

/** A row of the file that made somebody, or whose somebody was there. */
export interface Taken<V> {
  readonly draft: Draft<V>;
  readonly subjectId: string;
}

/** What joins rows once all are there, and which of them it puts where. */
export interface Joining {
  readonly commands: readonly PlannedCommand[];
  /** By subject, what it was joined to. */
  readonly joined: ReadonlyMap<string, string>;
}

/** What a batch filled into a row that was there: the command as it was given. */
export interface Filled {
  readonly subjectId: string;
  readonly input: unknown;
}

/** How what a batch made is taken back. */
export interface Undo {
  /** The command whose permission decides who may. */
  readonly command: string;
  /** The rows go by a command of the program itself, as the undoing allows; else by one of whoever asked for it. */
  readonly bySystem: boolean;
  /** Of these rows, those that nobody has built on since. */
  readonly untouched: (looking: Looking, subjectIds: readonly string[], importId: string) => Promise<readonly string[]>;
  /** Where everything that could be built on these rows is written: held still between looking and taking back. */
  readonly scopes: (looking: Looking, subjectIds: readonly string[]) => Promise<readonly ScopeKey[]>;
  readonly withdraw: (subjectId: string) => Omit<PlannedCommand, 'label'>;
  /** Gives filled cells back as they were, where nobody has changed them since; by subject. */
  readonly restore: (
    looking: Looking,
    filled: readonly Filled[],
  ) => Promise<ReadonlyMap<string, Omit<PlannedCommand, 'label'>>>;
  /** Takes a row that stays out of what the import joined it to. */
  readonly leave: ((subjectId: string) => Omit<PlannedCommand, 'label'>) | null;
}

/** Whose rows a kind takes: one station's, the county's as a whole, or as the person who imports chooses. */
export type Reach = 'station' | 'county' | 'either';

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
  readonly commandOf: (record: LedgerRecord, label: string) => string;
}

export interface ImportTarget<V = unknown, Known = unknown> {
  readonly name: TargetName;
  /** The command whose permission decides who may import. */
  readonly command: string;
  readonly reach: Reach;
  /** Words in a title or a sheet's name that tell of this kind. */
  readonly tells: RegExp;
  readonly needsConsent: boolean;
  readonly fields: FieldList;
  /** Of each group at least one field has to be chosen. */
  readonly required: readonly (readonly string[])[];
  /** Prepares what all rows need once. */
  readonly reader: (setting: Setting) => (record: LedgerRecord) => Draft<V>;
  /** Compares the rows of the file with each other: the same person twice, members of one household. */
  readonly together: (drafts: readonly Draft<V>[], setting: Setting) => readonly Draft<V>[];
  readonly look: (looking: Looking, setting: Setting, drafts: readonly Draft<V>[], naming: Naming) => Promise<Known>;
  readonly knowsNothing: Known;
  readonly plan: (draft: Draft<V>, known: Known, setting: Setting, naming: Naming) => Planned;
  /** What joins the rows that were taken, once all are there: households. */
  readonly afterwards:
    | ((looking: Looking, taken: readonly Taken<V>[], setting: Setting, naming: Naming) => Promise<Joining>)
    | null;
  readonly undo: Undo;
}
