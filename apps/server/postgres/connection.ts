// How to reach a cluster, as plain values and as a URL. Both are ours because a socket path may hold blanks or Chinese
// characters (a Windows user name, a folder 数据), which only survive when every part is encoded; and because
// `pg` lets a connection string win over a `database` given beside it, so a URL has to be taken apart before use.
// One secret is kept on disk: the owner's. Passwords of other roles are derived from it, one way, so that the role the
// program runs as (it owns nothing, A1) cannot find the owner's.

import { createHmac } from 'node:crypto';
import pg from 'pg';

/** The superuser of the embedded cluster: for migrations and this supervisor only. */
export const ownerRole = 'yimi_owner';

/** Fields as `pg` takes them; on a socket `host` is the folder that holds it. */
export type Connection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

export function toUrl(connection: Connection): string {
  const url = new URL(`postgresql://localhost:${connection.port}/`);
  url.username = encodeURIComponent(connection.user);
  url.password = encodeURIComponent(connection.password);
  url.pathname = `/${encodeURIComponent(connection.database)}`;
  // A query `host` wins over the one in the authority, in `pg` as in libpq; a path cannot stand in the authority.
  if (connection.host.startsWith('/')) {
    // Percent signs by hand: URLSearchParams writes a blank as "+", which `pg` reads but libpq does not.
    url.search = `?host=${encodeURIComponent(connection.host)}`;
  } else url.hostname = connection.host;
  return url.href;
}

export function fromUrl(text: string): Connection {
  const url = new URL(text);
  return {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

export function derivedPassword(ownerPassword: string, role: string): string {
  return createHmac('sha256', ownerPassword).update(`role ${role}`).digest('base64url');
}

export async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  // Without a listener a server that goes away between two queries would end the whole process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
