/** A phone without a screen: the replica that every phone runs, over the server's real HTTP routes. */
import { randomBytes } from 'node:crypto';
import { activePosts, dayOf, uuidv7 } from '@yimi/kernel';
import { posts } from '@yimi/network';
import type { Envelope } from '@yimi/protocol';
import { PullResponse, PushResponse, protocolVersion } from '@yimi/protocol';
import { MemoryPersistence, Replica } from '@yimi/sync';
import * as z from 'zod';
import { catalogue } from '../../apps/catalogue.ts';

const SignedIn = z.object({ me: z.object({ userId: z.string() }) });
const random = (length: number) => new Uint8Array(randomBytes(length));

/** The server's own word against a request; a line that broke is a TypeError of `fetch`. */
export class NotAnswered extends Error {
  readonly status: number;
  readonly said: unknown;

  constructor(path: string, status: number, said: unknown) {
    super(`${path} answered ${status}`);
    this.status = status;
    this.said = said;
  }
}

export class HttpPhone {
  readonly #origin: string;
  readonly cookie: string;
  readonly userId: string;

  private constructor(origin: string, cookie: string, userId: string) {
    this.#origin = origin;
    this.cookie = cookie;
    this.userId = userId;
  }

  static async signIn(origin: string, login: string, password: string): Promise<HttpPhone> {
    const answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yimi': '1' },
      body: JSON.stringify({ login, password }),
    });
    if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
    const { me } = SignedIn.parse(await answer.json());
    return new HttpPhone(origin, answer.headers.get('set-cookie')?.split(';')[0] ?? '', me.userId);
  }

  async #ask(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yimi': '1', cookie: this.cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new NotAnswered(path, answer.status, await answer.json().catch(() => null));
    return answer.json();
  }

  async push(batch: readonly Envelope[]): Promise<PushResponse> {
    return PushResponse.parse(await this.#ask('/api/sync/push', { protocol: protocolVersion, batch }));
  }

  async #pull(scopes: unknown, diverged: unknown): Promise<PullResponse> {
    return PullResponse.parse(await this.#ask('/api/sync/pull', { protocol: protocolVersion, scopes, diverged }));
  }

  envelope(name: string, input: unknown): Envelope {
    const now = Date.now();
    const v = catalogue.commands.get(name)?.version ?? 1;
    return { id: uuidv7(now, random(10)), name, v, occurredAt: now, input, dependsOn: [], mends: null, hints: [] };
  }

  newId(): string {
    return uuidv7(Date.now(), random(10));
  }

  /** A phone that holds nothing yet, after its first sync. @param around each request, to count it */
  async fresh(around: <T>(request: () => Promise<T>) => Promise<T> = (request) => request()): Promise<Replica> {
    const replica = new Replica({
      catalogue,
      persistence: new MemoryPersistence(),
      transport: {
        push: (batch) => around(() => this.push(batch)),
        pull: ({ scopes, diverged }) => around(() => this.#pull(scopes, diverged)),
      },
      now: () => Date.now(),
      random,
      userId: this.userId,
      posts: (held, now) => activePosts(held.rows(posts), dayOf(now)),
    });
    await replica.open();
    await replica.sync();
    return replica;
  }
}
