/**
 * Tells phones and desks that something moved. Two looks a second at the clocks that anybody listens to, for all
 * listeners of this process: NOTIFY inside command transactions would make commits queue (law Z2).
 */
import type { ServerResponse } from 'node:http';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

interface Listener {
  readonly countyId: string;
  readonly scopes: ReadonlySet<string>;
  readonly out: ServerResponse;
}

/** Two looks a second: a change is heard of well within the two seconds that a waiting person notices. */
const lookEveryMs = 500;
/** Proxies close a silent connection after about half a minute. */
const pingEveryMs = 20_000;

export class ClockWatch {
  readonly #database: Database;
  readonly #listeners = new Set<Listener>();
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #timers: NodeJS.Timeout[];
  #looking = false;
  #stopped = false;

  constructor(database: Database) {
    this.#database = database;
    this.#timers = [setInterval(() => void this.#look(), lookEveryMs), setInterval(() => this.#ping(), pingEveryMs)];
  }

  stream(countyId: string, scopes: readonly string[], out: ServerResponse): void {
    const listener = { countyId, scopes: new Set(scopes), out };
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

  /**
   * Who begins to listen asks by themselves at the hello: what had moved by then is announced to nobody, what moves from then
   * on is. Of scopes that nobody listened to the last look may be hours old.
   */
  async #begin(listener: Listener): Promise<void> {
    const { countyId, out } = listener;
    const watched = new Set(this.#listenersOf(countyId).flatMap((other) => [...other.scopes]));
    const unwatched = [...listener.scopes].filter((scope) => !watched.has(scope));
    // The database is away: the first look that finds it again takes their place.
    const versions = await this.#versionsOf(countyId, unwatched).catch(() => null);
    for (const scope of unwatched) {
      if (versions === null) this.#seenIn(countyId).delete(scope);
      else this.#seenIn(countyId).set(scope, versions.get(scope) ?? 0);
    }
    if (out.destroyed) return;
    if (this.#stopped) {
      out.end();
      return;
    }
    this.#listeners.add(listener);
    out.write('event: hello\ndata: []\n\n');
  }

  #listenersOf(countyId: string): Listener[] {
    return [...this.#listeners].filter((listener) => listener.countyId === countyId);
  }

  #seenIn(countyId: string): Map<string, number> {
    const seen = this.#seen.get(countyId) ?? new Map<string, number>();
    this.#seen.set(countyId, seen);
    return seen;
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
    const mine = this.#listenersOf(countyId);
    const wanted = [...new Set(mine.flatMap((listener) => [...listener.scopes]))];
    const versions = await this.#versionsOf(countyId, wanted);
    const seen = this.#seenIn(countyId);
    // A scope looked at for the first time tells nothing; one that had no clock then and has one now has moved.
    const moved = wanted.filter((scope) => seen.has(scope) && seen.get(scope) !== (versions.get(scope) ?? 0));
    for (const scope of wanted) seen.set(scope, versions.get(scope) ?? 0);
    if (moved.length === 0) return;
    for (const listener of mine) {
      const heard = moved.filter((scope) => listener.scopes.has(scope));
      if (heard.length > 0) listener.out.write(`event: moved\ndata: ${JSON.stringify(heard)}\n\n`);
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
