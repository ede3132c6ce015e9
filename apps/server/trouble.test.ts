/** Which errors tell of the machine, and which of the program. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { RepeatTransaction } from './database.ts';
import { troubleOf } from './trouble.ts';

function fromDatabase(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('what somebody typed', 0, 'error');
  error.code = code;
  return error;
}
const fromSystem = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });

describe('an error', () => {
  it.each([
    ['the disk under the database is full', fromDatabase('53100'), 'server.disk-full'],
    ['the disk under the files is full', fromSystem('ENOSPC', 'write'), 'server.disk-full'],
    ['the database starts', fromDatabase('57P03'), 'server.database-away'],
    ['the database was shut down', fromDatabase('57P01'), 'server.database-away'],
    ['a standby was met', fromDatabase('25006'), 'server.database-away'],
    ['the connection failed', fromDatabase('08006'), 'server.database-away'],
    ['nobody listens', fromSystem('ECONNREFUSED', 'connect'), 'server.database-away'],
    ['the socket is gone', fromSystem('ENOENT', 'connect'), 'server.database-away'],
    ['the driver lost it', new Error('Connection terminated unexpectedly'), 'server.database-away'],
    ['no connection came free', new Error('timeout exceeded when trying to connect'), 'server.busy'],
    ['contention outlasted the repeats', new RepeatTransaction(), 'server.busy'],
    ['a deadlock outlasted them', fromDatabase('40P01'), 'server.busy'],
  ])('%s: says when to come again, and nothing of what was typed', (_, error, code) => {
    const trouble = troubleOf(error);
    expect(trouble).toMatchObject({ kind: 'unavailable', code, details: { waitSeconds: expect.any(Number) } });
    expect(JSON.stringify(trouble)).not.toContain('typed');
  });

  it.each([
    ['a constraint', fromDatabase('23514')],
    ['a statement that is wrong', fromDatabase('42601')],
    ['a file that is not there', fromSystem('ENOENT', 'open')],
    ['a bug', new TypeError('x is not a function')],
    ['no error at all', 'text'],
  ])('%s is a fault of the program and stays one', (_, error) => {
    expect(troubleOf(error)).toBeNull();
  });
});
