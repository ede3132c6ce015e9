/** The floor of intake: Node, and one committed INSERT of a fixed payload a request; with a photo, one file synced too. */
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type pg from 'pg';

export async function openFloor(pool: pg.Pool, folder: string) {
  await pool.query('create table if not exists public.bench_floor (id uuid primary key, record jsonb not null)');
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    if (request.url === '/photo') {
      const file = await open(join(folder, randomUUID()), 'wx');
      await file.write(Buffer.concat(parts));
      await file.sync();
      await file.close();
    } else {
      await pool.query('insert into public.bench_floor (id, record) values ($1, $2)', [
        randomUUID(),
        Buffer.concat(parts).toString(),
      ]);
    }
    response.end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await pool.query('drop table public.bench_floor');
  };
  return { port: (server.address() as AddressInfo).port, close };
}
