/** A need as its author wrote it, read back from the outbox: the only place where the words of what is the station's alone still stand. */
import { needKinds } from '@yimi/services';
import type { Entry } from '@yimi/sync';
import * as z from 'zod/mini';

const Content = z.object({
  needId: z.string(),
  clientId: z.nullable(z.string()),
  kind: z.enum(needKinds),
  words: z.string(),
  urgency: z.nullable(z.string()),
  byProxy: z.boolean(),
  proxyName: z.nullable(z.string()),
  visitId: z.nullable(z.string()),
  receivedAt: z.number(),
});
export type NeedContent = z.infer<typeof Content>;

export function needContent(entry: Entry | undefined): NeedContent | null {
  if (entry?.envelope.name !== 'needs.record') return null;
  const parsed = Content.safeParse(entry.envelope.input);
  return parsed.success ? parsed.data : null;
}

const Names = z.object({ needId: z.string() });

/** What of this need the server has not taken yet, if anything: brought in, answered or rated, the newest of them. */
export function unsentOf(entries: readonly Entry[], needId: string): Entry | undefined {
  return entries.findLast(({ state, envelope }) => {
    if (state === 'accepted' || state === 'settled' || !envelope.name.startsWith('needs.')) return false;
    const named = Names.safeParse(envelope.input);
    return named.success && named.data.needId === needId;
  });
}

/** The entry that brought a need in, while it lies in the outbox. */
export function entryOfNeed(entries: readonly Entry[], needId: string): Entry | undefined {
  return entries.find((entry) => entry.state !== 'settled' && needContent(entry)?.needId === needId);
}
