/**
 * Tells phones and desks that something moved. Two looks a second at the clocks that anybody listens to, for all
 * listeners of this process: NOTIFY inside command transactions would make commits queue (law Z2).
 */
import type { ServerResponse } from 'node:http';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

interface Listener {
  readonly countyId: string;
  /** The clock of each scope as this listener was last told of it; null: not known yet, for the database was away. */
  readonly told: Map<string, number | null>;
  readonly out: ServerResponse;
}

/** Two looks a second: a change is heard of well within the two seconds that a waiting person notices. */
const lookEveryMs = 500;
/** Proxies close a silent connection after about half a minute. */
const pingEveryMs = 20_000;

export class ClockWatch {
  readonly #database: Database;
  readonly #listeners = new Set<Listener>();
  readonly #timers: NodeJS.Timeout[];
  #looking = false;
  #stopped = false;

  constructor(database: Database) {
    this.#database = database;
    this.#timers = [setInterval(() => void this.#look(), lookEveryMs), setInterval(() => this.#ping(), pingEveryMs)];
  }

  stream(countyId: string, scopes: readonly string[], out: ServerResponse): void {
    const listener: Listener = { countyId, told: new Map(scopes.map((scope) => [scope, null])), out };
    out.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Tells a proxy in front not to hold events back.
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    out.on('close', () => this.#listeners.delete(listener));
    void this.#begin(listener);
  }

  /** Who begins to listen asks by themselves at the hello: what had moved by then is announced to nobody, what moves after is. */
  async #begin(listener: Listener): Promise<void> {
    const { countyId, told, out } = listener;
    // The database is away: the first look that finds it again takes the place of this one.
    const versions = await this.#versionsOf(countyId, [...told.keys()]).catch(() => null);
    if (versions !== null) for (const scope of told.keys()) told.set(scope, versions.get(scope) ?? 0);
    if (out.destroyed) return;
    if (this.#stopped) {
      out.end();
      return;
    }
    this.#listeners.add(listener);
    out.write('event: hello\ndata: []\n\n');
  }

  #ping(): void {
    for (const { out } of this.#listeners) out.write(': still here\n\n');
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#listeners.size === 0) return;
    this.#looking = true;
    try {
      for (const countyId of new Set([...this.#listeners].map((listener) => listener.countyId)))
        await this.#lookAt(countyId);
    } catch {
      // The database is away: phones poll and retry by themselves, and the next look finds what moved.
    } finally {
      this.#looking = false;
    }
  }

  async #lookAt(countyId: string): Promise<void> {
    const mine = [...this.#listeners].filter((listener) => listener.countyId === countyId);
    const wanted = [...new Set(mine.flatMap(({ told }) => [...told.keys()]))];
    const versions = await this.#versionsOf(countyId, wanted);
    for (const { told, out } of mine) {
      const moved: string[] = [];
      for (const [scope, before] of told) {
        // One that had no clock at the hello and has one now has moved as well.
        const now = versions.get(scope) ?? 0;
        if (before !== null && before !== now) moved.push(scope);
        told.set(scope, now);
      }
      if (moved.length > 0) out.write(`event: moved\ndata: ${JSON.stringify(moved)}\n\n`);
    }
  }

  async #versionsOf(countyId: string, scopes: readonly string[]): Promise<Map<string, number>> {
    const found = await this.#database.inCounty(countyId, (trx) =>
      sql<{
        scope: string;
        version: number;
      }>`select scope, version from engine.clocks where scope = any(${scopes}::text[])`.execute(trx),
    );
    return new Map(found.rows.map((row) => [row.scope, row.version]));
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    for (const { out } of this.#listeners) out.end();
    this.#listeners.clear();
  }
}
