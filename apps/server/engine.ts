/** The engine on PostgreSQL: who holds which posts, what a phone is entitled to, and the program's own commands. */
import { createHash, randomBytes } from 'node:crypto';
import type { Catalogue, HeldScope, Post, Tx } from '@yimi/kernel';
import { activePosts, dayOf, scopes, uuidv7 } from '@yimi/kernel';
import { heldScopes, posts, rooms } from '@yimi/network';
import type { Envelope, Outcome } from '@yimi/protocol';
import type { Moment, ServerStore, ServerTx } from '@yimi/sync';
import { erase, ServerEngine, systemActor } from '@yimi/sync';
import { catalogue } from '../catalogue.ts';

/** The user's active posts, read within the transaction that acts on them. */
export function actingPosts(tx: Tx, userId: string, now: number): Post[] {
  if (userId === systemActor) return [];
  const held = tx.list(posts, { column: 'userId', value: userId }, scopes.self(userId));
  return held === 'not-held' ? [] : activePosts(held, dayOf(now));
}

/** The same, of a snapshot. */
export async function postsOf(tx: Pick<ServerTx, 'list'>, userId: string, now: number): Promise<Post[]> {
  const found = await tx.list({ table: erase(posts), column: 'userId', value: userId, within: scopes.self(userId) });
  return activePosts(
    found.map(({ row }) => posts.schema.parse(row)),
    dayOf(now),
  );
}

export async function entitledTo(
  tx: Pick<ServerTx, 'list'>,
  userId: string,
  held: readonly Post[],
): Promise<HeldScope[]> {
  const roomsByStation = new Map<string, string[]>();
  for (const { stationId } of held) {
    if (stationId === null || roomsByStation.has(stationId)) continue;
    const found = await tx.list({ table: erase(rooms), column: 'stationId', value: stationId, within: scopes.county });
    roomsByStation.set(
      stationId,
      found.map(({ row }) => row.id),
    );
  }
  return heldScopes(userId, held, (stationId) => roomsByStation.get(stationId) ?? []);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export interface EngineOptions {
  readonly store: ServerStore;
  readonly now: () => number;
  readonly fault: (error: unknown, commandName: string) => void;
  /** Whether an error tells of the store's machine; one in memory is always there. */
  readonly away?: (error: unknown) => boolean;
  readonly mayMissBefore?: (countyId: string) => number | null;
  /** How long a crowd is waited for; nobody is where none is given. */
  readonly moment?: Moment;
  /** Another version of the program's, in tests of an update. */
  readonly of?: Catalogue;
}

export function buildEngine({ away = () => false, of = catalogue, ...options }: EngineOptions): ServerEngine {
  return new ServerEngine({ catalogue: of, digest: sha256, posts: actingPosts, away, ...options });
}

/** A command that the program itself issues (law C1). */
export function systemEnvelope(name: string, input: unknown, now: number, id = uuidv7(now, randomBytes(10))): Envelope {
  const v = catalogue.commands.get(name)?.version ?? 1;
  return { id, name, v, occurredAt: now, input, dependsOn: [], mends: null, hints: [] };
}

export async function pushAsSystem(engine: ServerEngine, countyId: string, envelope: Envelope): Promise<Outcome> {
  const [outcome] = await engine.push({ countyId, userId: systemActor }, [envelope]);
  if (outcome === undefined) throw new Error('the engine answered nothing');
  return outcome;
}
