/**
 * Errors that say something of the machine and nothing of the program: the database is not there or is just starting, its
 * disk is full, too many want something at once. Whoever asked is told to come again and keeps what they have; once the
 * trouble is over, all goes on by itself.
 */
import type { Problem } from '@yimi/kernel';
import { problem } from '@yimi/kernel';
import pg from 'pg';
import { RepeatTransaction } from './database.ts';

/** PostgreSQL is back from a kill in two to five seconds. */
const awaySeconds = 5;
/** A disk does not grow by itself: somebody has to see to it. */
const fullSeconds = 60;
const busySeconds = 3;

export const databaseAway = (): Problem => problem('unavailable', 'server.database-away', { waitSeconds: awaySeconds });
export const diskFull = (): Problem => problem('unavailable', 'server.disk-full', { waitSeconds: fullSeconds });
export const serverBusy = (): Problem => problem('unavailable', 'server.busy', { waitSeconds: busySeconds });

/** Of the operating system, when a connection is made or used. */
const unreachable = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** Shut down, crashed, starting up; no connection left; a standby that may only be read; the disk under it fails. */
const databaseStates = new Set(['57P01', '57P02', '57P03', '53300', '25006', '58030']);
/** Contention that outlasted all repeats, memory, a lock or a statement that took too long. */
const overload = new Set(['40001', '40P01', '53200', '55P03', '57014']);
/** The driver's own words where it gives no code; the last for all connections being busy for too long. */
const lostConnection = /^(Connection terminated|Client has encountered a connection error)/;
const noneFree = 'timeout exceeded when trying to connect';

/** As migrations/0033-moves.sql refuses whatever would be written. */
const countyMoves = 'YM001';
const movingSeconds = 60;
const movedSeconds = 300;

/** The county is on its way: whoever comes again finds it, here or there. */
export const countyMoving = (): Problem => problem('unavailable', 'county.moving', { waitSeconds: movingSeconds });
export const countyMoved = (to: string): Problem =>
  problem('unavailable', 'county.moved', { to, waitSeconds: movedSeconds });

/** The trouble that an error tells of; null for a fault of the program. */
export function troubleOf(error: unknown): Problem | null {
  if (error instanceof RepeatTransaction) return serverBusy();
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return diskFull();
  if (error instanceof pg.DatabaseError) {
    if (code === countyMoves) return error.detail === 'left' ? countyMoved(error.hint ?? '') : countyMoving();
    if (overload.has(code)) return serverBusy();
    return databaseStates.has(code) || code.startsWith('08') ? databaseAway() : null;
  }
  if (error.message === noneFree) return serverBusy();
  // The socket of a local database that has gone.
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  return unreachable.has(code) || noSocket || lostConnection.test(error.message) ? databaseAway() : null;
}
