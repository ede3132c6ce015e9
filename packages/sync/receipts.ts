/** What is kept of a command and what its sender hears: the digest against reuse of an id, receipt, audit entry, outcome. */
import type { Apart, Context, Problem } from '@yimi/kernel';
import { derivedId } from '@yimi/kernel';
import type { Envelope, Outcome } from '@yimi/protocol';
import type { AuditEntry, Receipt } from './server-store.ts';

/** JSON with sorted keys: the same content gives the same text, whatever order a phone wrote it in. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** Whose the content is: of one person, or of several with their parts apart. */
export interface Whose {
  readonly subject: string | null;
  readonly apart: readonly Apart[];
}
export const nobodys: Whose = { subject: null, apart: [] };

export function receiptOf(
  envelope: Envelope,
  context: Context,
  digest: string,
  status: Receipt['status'],
  wrong: Problem | null,
  { subject, apart }: Whose,
): Receipt {
  return {
    id: envelope.id,
    actorId: context.actorId,
    name: envelope.name,
    status,
    digest,
    problem: wrong,
    occurredAt: context.occurredAt,
    recordedAt: context.recordedAt,
    clocks: {},
    mends: envelope.mends,
    settledBy: null,
    subject,
    apart,
    content: status === 'accepted' ? null : envelope,
  };
}

/** Every outcome is audited, refusals too (law C4); the content goes under the subject's key. */
export function auditOf(fresh: readonly { readonly receipt: Receipt }[], batch: readonly Envelope[]): AuditEntry[] {
  const sent = new Map(batch.map((envelope) => [envelope.id, envelope]));
  return fresh.map(({ receipt }) => ({
    id: derivedId(receipt.id, `audit/${receipt.status}/${receipt.recordedAt}`),
    at: receipt.recordedAt,
    actorId: receipt.actorId,
    action: receipt.name,
    outcome: receipt.status,
    subject: receipt.subject,
    apart: receipt.apart,
    content: { command: sent.get(receipt.id) ?? null, problem: receipt.problem },
  }));
}

export function outcomeOf(receipt: Receipt): Outcome {
  const { id, status, recordedAt, clocks } = receipt;
  const common = { id, status, recordedAt, clocks: { ...clocks } };
  return receipt.problem === null ? common : { ...common, problem: receipt.problem };
}

/** After a restored backup, what was not found or not permitted may come back with what other phones send again. */
export function mayComeBack(mayMissBefore: number | null, { occurredAt }: Envelope, { kind }: Problem): boolean {
  return mayMissBefore !== null && occurredAt < mayMissBefore && (kind === 'not-found' || kind === 'forbidden');
}
