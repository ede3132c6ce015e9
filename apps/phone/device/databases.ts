/** Opens the phone's databases. Every write asks for strict durability: "saved" must survive a dead battery (law S1). */
import type { Table } from 'dexie';
import { Dexie } from 'dexie';
import type { DraftRow } from './draft-shelf.ts';
import type {
  DepositFileRow,
  DepositRow,
  FileBytesRow,
  FileRow,
  OutboxRow,
  PhoneFact,
  SegmentRow,
  SentRow,
  SessionFact,
  UserRow,
} from './stored.ts';
import {
  deviceName,
  deviceTables,
  vaultName,
  vaultTables,
  vaultTablesSince2,
  vaultTablesSince3,
  vaultTablesSince4,
} from './stored.ts';

const durable = { chromeTransactionDurability: 'strict' } as const;

export interface DeviceDatabase {
  readonly db: Dexie;
  readonly facts: Table<PhoneFact | SessionFact, string>;
  readonly users: Table<UserRow, string>;
  readonly deposits: Table<DepositRow, string>;
  readonly depositFiles: Table<DepositFileRow, string>;
}

export function deviceDatabase(): DeviceDatabase {
  const db = new Dexie(deviceName, durable);
  db.version(1).stores(deviceTables);
  return {
    db,
    facts: db.table('facts'),
    users: db.table('users'),
    deposits: db.table('deposits'),
    depositFiles: db.table('depositFiles'),
  };
}

export interface Vault {
  readonly db: Dexie;
  readonly segments: Table<SegmentRow, number>;
  readonly history: Table<SegmentRow, number>;
  readonly outbox: Table<OutboxRow, number>;
  readonly sent: Table<SentRow, string>;
  readonly files: Table<FileRow, string>;
  readonly fileBytes: Table<FileBytesRow, string>;
  readonly drafts: Table<DraftRow, string>;
}

export function vaultOf(userId: string): Vault {
  const db = new Dexie(vaultName(userId), durable);
  db.version(1).stores(vaultTables);
  db.version(2).stores(vaultTablesSince2);
  db.version(3).stores(vaultTablesSince3);
  db.version(4).stores(vaultTablesSince4);
  return {
    db,
    segments: db.table('segments'),
    history: db.table('history'),
    outbox: db.table('outbox'),
    sent: db.table('sent'),
    files: db.table('files'),
    fileBytes: db.table('fileBytes'),
    drafts: db.table('drafts'),
  };
}

export function hasVault(userId: string): Promise<boolean> {
  return Dexie.exists(vaultName(userId));
}
