/**
 * What travels between a phone and the server: the shapes of push and pull. Each side parses what it is sent. A change
 * here changes the fingerprint in `wire.test.ts` and asks for a new entry in `history.ts` (law S9).
 */
import { Id, Instant, roleClasses, ScopeKey } from '@yimi/kernel';
import * as z from 'zod/mini';

/** The protocol this program speaks; see history.ts for what each version brought. */
export const protocolVersion = 4;

/** A batch is one transaction: large enough to amortise the commit, small enough to repeat after a cut. */
export const maxBatch = 500;

export const Envelope = z.strictObject({
  id: Id,
  name: z.string().check(z.maxLength(80), z.regex(/^[a-z-]+\.[a-z0-9-]+$/)),
  v: z.int().check(z.minimum(1), z.maximum(1000)),
  occurredAt: Instant,
  input: z.unknown(),
  /** Commands that made the rows this one needs (law C7). */
  dependsOn: z.array(Id).check(z.maxLength(64)),
  /** The refused command that this one puts right or withdraws (law C4). */
  mends: z.nullable(Id),
  /** Scopes that the phone's prediction touched: a guess that spares the server a restart (S10), never an authority. */
  hints: z.array(ScopeKey).check(z.maxLength(32)),
});
export type Envelope = z.infer<typeof Envelope>;

export const WireProblem = z.strictObject({
  problem: z.literal(true),
  code: z.string().check(z.maxLength(120)),
  kind: z.enum(['invalid', 'unauthenticated', 'forbidden', 'not-found', 'conflict', 'stale-client', 'unavailable']),
  field: z.optional(z.string().check(z.maxLength(200))),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/**
 * Names one unbroken life of a county's data on the server. A restored backup begins another: versions and receipts of the
 * old one then mean nothing (laws S1-S3). A request that names another epoch than the server's is not carried out; the
 * answer names the right one, and the phone sends again what the old one had taken.
 */
export const Epoch = z.string().check(z.maxLength(36));

export const PushRequest = z.strictObject({
  protocol: z.int(),
  epoch: z.optional(Epoch),
  batch: z.array(Envelope).check(z.maxLength(maxBatch)),
});
export type PushRequest = z.infer<typeof PushRequest>;

export const Outcome = z.strictObject({
  id: Id,
  /** waiting: not executed yet (what it depends on was refused or has not come); may be sent again. */
  status: z.enum(['accepted', 'refused', 'waiting']),
  problem: z.optional(WireProblem),
  recordedAt: Instant,
  /** The versions to which the accepted command moved its scopes. */
  clocks: z.record(z.string(), z.int()),
});
export type Outcome = z.infer<typeof Outcome>;

export const PushResponse = z.strictObject({ epoch: z.optional(Epoch), outcomes: z.array(Outcome) });
export type PushResponse = z.infer<typeof PushResponse>;

export const PullRequest = z.strictObject({
  protocol: z.int(),
  epoch: z.optional(Epoch),
  scopes: z
    .array(
      z.strictObject({
        scope: ScopeKey,
        roleClass: z.enum(roleClasses),
        version: z.int().check(z.minimum(0)),
        // Kept as it was sent, in a database that takes no NUL.
        hash: z.string().check(
          z.maxLength(16),
          z.refine((text) => /^[0-9a-f]*$/.test(text)),
        ),
        /** Held without its history (S7): that is still to come, and the hash is of what is there. */
        rest: z.optional(z.boolean()),
      }),
    )
    .check(z.maxLength(2000)),
  /** Scopes whose hash differed from the server's last time; they were asked anew (law S3). */
  diverged: z.array(ScopeKey).check(z.maxLength(2000)),
});
export type PullRequest = z.infer<typeof PullRequest>;

/** Columns are named once, not in each row. `packed.ts` lays the values of a column together for the way and the disk. */
export const TablePart = z.strictObject({
  table: z.string().check(z.maxLength(80)),
  columns: z.array(z.string().check(z.maxLength(60))),
  rows: z.array(z.array(z.unknown())),
  /** Row versions, in step with `rows`. */
  versions: z.array(z.int()),
});
export type TablePart = z.infer<typeof TablePart>;

export const ScopePart = z.strictObject({
  scope: ScopeKey,
  roleClass: z.enum(roleClasses),
  /** Forget what is held of this scope first. */
  reset: z.boolean(),
  version: z.int(),
  hash: z.string().check(z.maxLength(16)),
  tables: z.array(TablePart),
  gone: z.array(z.strictObject({ table: z.string().check(z.maxLength(80)), id: Id })),
  /** People first: the history of this scope comes with a later answer, and the hash is that of the whole. */
  rest: z.optional(z.boolean()),
});
export type ScopePart = z.infer<typeof ScopePart>;

export const PullResponse = z.strictObject({
  epoch: z.optional(Epoch),
  parts: z.array(ScopePart),
  /** Scopes that the phone no longer holds. */
  dropped: z.array(ScopeKey),
  /** Scopes that did not fit into this answer: ask again. */
  more: z.boolean(),
  serverTime: Instant,
});
export type PullResponse = z.infer<typeof PullResponse>;
