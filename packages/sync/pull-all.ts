/**
 * The phone's side of a whole pull: page after page, each asked for before the last is taken in, because on a poor line the
 * line must not wait for the phone. A scope that turns out not to hold what the server says is asked for anew at once (S3).
 */
import type { ScopeKey } from '@yimi/kernel';
import type { Confirmed } from './confirmed.ts';
import type { HeldVersion, PullAsked, Segment, Transport } from './persistence.ts';
import { hashText } from './set-hash.ts';

export type Answer = Awaited<ReturnType<Transport['pull']>>;

interface Pulling {
  /** Scopes that were found to differ in an earlier round. */
  readonly diverged: readonly ScopeKey[];
  readonly epoch: string | undefined;
  /** What is held; of these scopes, as if nothing were. */
  readonly held: (suspects: readonly ScopeKey[]) => HeldVersion[];
  readonly pull: (asked: PullAsked) => Promise<Answer>;
  /** True if the server lives another life than it did: then all begins anew. */
  readonly meet: (epoch: string | undefined) => Promise<boolean>;
  /** Keeps and applies; answers with the scopes that now differ. */
  readonly take: (answer: Answer) => Promise<ScopeKey[]>;
  /** These are asked for anew: remembered, should the line be cut. */
  readonly suspect: (scopes: ScopeKey[]) => void;
}

/** @returns scopes that differed, and those of them that differed again: the next round tries these, not this one */
export async function pullAll(of: Pulling): Promise<{ found: ScopeKey[]; again: ScopeKey[] } | 'restored'> {
  const found: ScopeKey[] = [];
  const again: ScopeKey[] = [];
  let anew = of.diverged.length > 0;
  const { epoch } = of;
  let asked: PullAsked = { epoch, scopes: of.held(of.diverged), diverged: of.diverged };
  let coming = of.pull(asked);
  for (;;) {
    const answer = await coming;
    if (await of.meet(answer.epoch)) return 'restored';
    const following = afterThis(asked, answer);
    const next = following === null ? null : of.pull(following);
    // Told of when it is waited for; a disk that is full stops the round before that.
    next?.catch(() => undefined);
    const wrong = answer.parts.length > 0 || answer.dropped.length > 0 ? await of.take(answer) : [];
    found.push(...wrong);
    if (wrong.length > 0 && !anew) {
      anew = true;
      of.suspect(wrong);
      await next?.catch(() => undefined);
      asked = { epoch: answer.epoch ?? epoch, scopes: of.held(wrong), diverged: wrong };
      coming = of.pull(asked);
      continue;
    }
    if (anew) again.push(...wrong);
    if (following === null || next === null) return { found, again };
    asked = following;
    coming = next;
  }
}

/** What is held, as the server is told of it; of the suspects, as if nothing were. */
export function heldVersions({ scopes, epoch: now }: Confirmed, suspects: readonly ScopeKey[] = []): HeldVersion[] {
  return [...scopes.values()].map(({ scope, roleClass, version, hash, rest, epoch }) => {
    // A version of an earlier epoch says nothing in this one, and an equal hash could hide other content.
    const anew = suspects.includes(scope) || epoch !== now;
    const held = { scope, roleClass, version: anew ? 0 : version, hash: hashText(hash) };
    return rest && !anew ? { ...held, rest } : held;
  });
}

/** What to ask for after an answer, before it has been taken in; null if it was the last. */
export function afterThis(asked: PullAsked, answer: Answer): PullAsked | null {
  return answer.more ? { epoch: answer.epoch ?? asked.epoch, scopes: followed(asked, answer), diverged: [] } : null;
}

/** What will be held when the answer has been taken in, if it is what it says it is. */
function followed({ scopes }: PullAsked, { parts, dropped }: Segment): HeldVersion[] {
  const held = new Map(scopes.map((one) => [one.scope, one]));
  for (const scope of dropped) held.delete(scope);
  for (const { scope, roleClass, version, hash, rest } of parts)
    held.set(scope, { scope, roleClass, version, hash, ...(rest === true ? { rest } : {}) });
  return [...held.values()];
}
