/** Imports put together: the store of files, the routes of the wizard, and the job behind it. */
import { join } from 'node:path';
import { problem } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../database.ts';
import { systemEnvelope } from '../engine.ts';
import type { LogLine } from '../http/app.ts';
import type { Actor } from '../reads/reader.ts';
import type { Keyring } from '../store/keyring.ts';
import type { PostgresStore } from '../store/postgres-store.ts';
import type { ImportParts } from './asking.ts';
import { LedgerFiles } from './ledger-files.ts';
import { OpenedLedgers } from './opened-ledgers.ts';
import { importRoutes } from './routes.ts';
import { ImportRunner } from './runner.ts';

export interface ImportsOptions {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly keyring: Keyring;
  readonly engine: ServerEngine;
  readonly now: () => number;
  readonly random: (length: number) => Uint8Array;
  readonly actorOf: ImportParts['actorOf'];
  readonly log: LogLine;
  /** The folder of the data. */
  readonly data: string;
}

export function openImports(app: FastifyInstance, options: ImportsOptions): ImportRunner {
  const { database, store, engine, now } = options;
  const files = new LedgerFiles({ database, store, now, folder: join(options.data, 'ledgers') });
  const opened = new OpenedLedgers(files, now);
  const push = async (actor: Actor, name: string, input: unknown, id: string) => {
    const [outcome] = await engine.push({ countyId: actor.countyId, userId: actor.userId }, [
      systemEnvelope(name, input, now(), id),
    ]);
    if (outcome?.status === 'accepted') return null;
    if (outcome?.problem === undefined) return problem('unavailable', 'server.fault');
    const { field, ...rest } = outcome.problem;
    return field === undefined ? rest : { ...rest, field };
  };
  importRoutes(app, { ...options, files, opened, push });
  return new ImportRunner({ ...options, files, opened });
}
