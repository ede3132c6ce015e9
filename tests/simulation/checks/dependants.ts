/** Law C7: what needs a refused command waits; all others pass. Needing is told from what people wrote, not by the engine. */
import { derivedId } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Receipt } from '@yimi/sync';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Acknowledged } from '../phone.ts';
import type { Picture } from '../picture.ts';
import { plainInput } from '../two-versions.ts';

/** Which fields of a command name rows that it makes. */
const madeBy: Readonly<Record<string, readonly string[]>> = {
  'people.register-client': ['clientId'],
  'people.make-household': ['householdId'],
  'people.tie-clients': ['tieId'],
  'services.record-visit': ['visitId'],
  'network.open-post': ['postId'],
  'services.propose-trip': ['tripId'],
  'services.add-errand': ['errandId'],
  'needs.record': ['needId'],
};

class Written {
  readonly made: readonly string[];
  /** Conflicts, where another correction came before it, and the files put with a visit: who settles or turns names them. */
  readonly perhapsMade: readonly string[];
  readonly text: string;
  readonly envelope: Envelope;

  constructor(envelope: Envelope) {
    const input = plainInput(envelope) as Record<string, unknown>;
    this.envelope = envelope;
    const imported = envelope.name === 'services.import-visits' ? (input.rows as { visitId: string }[]) : [];
    const fields = madeBy[envelope.name] ?? [];
    const planned = /-trip$/.test(envelope.name) ? ((input.stops ?? []) as { stopId: string }[]) : [];
    const { tripId, item } = input;
    // The first tick makes the row that the second one turns; it has no id of its own in either.
    const ticked = item === undefined ? [] : [JSON.stringify({ tripId, item }).slice(1, -1)];
    this.made = [
      ...fields.map((field) => String(input[field])),
      ...imported.map(({ visitId }) => visitId),
      ...planned.map(({ stopId }) => stopId),
      ...ticked,
    ];
    const corrected = envelope.name === 'people.correct-client' ? Object.keys(Object(input.changes)) : [];
    const put = (input.files ?? []) as { id: string }[];
    this.perhapsMade = [
      ...corrected.map((field) => derivedId(envelope.id, `conflict/${field}`)),
      ...put.map((file) => file.id),
    ];
    // What the writer saw in a field (`from`) is no need: a household that is refused may have been seen. Nor is the trip
    // on which a thing was brought, nor a visit that goes along when a merge is undone: both are done without it.
    const noNeed = (key: string): boolean =>
      key === 'from' || key === 'takeVisits' || (key === 'tripId' && envelope.name === 'services.settle-errand');
    this.text = JSON.stringify(envelope.input, (key, value: unknown) => (noNeed(key) ? undefined : value));
  }

  names(other: Written): boolean {
    if (this === other) return false;
    const named = [...other.made, ...other.perhapsMade].some((id) => this.text.includes(id));
    return named || this.#undoes(other) || this.#mergesAnew(other) || this.#wasProposedBy(other);
  }

  /** Two files begin to look alike when one is corrected or takes a name over: who settles that proposal names it. */
  #wasProposedBy(other: Written): boolean {
    const { proposalId } = this.envelope.input as Record<string, unknown>;
    if (typeof proposalId !== 'string') return false;
    return changedBy(other).some((id) => this.text.includes(id));
  }

  /** A merge makes no id, and yet there is nothing to undo before it; a colleague may have merged the two as well. */
  #undoes(other: Written): boolean {
    if (this.envelope.name !== 'people.undo-merge' || other.envelope.name !== 'people.merge-clients') return false;
    return clientOf(this) === clientOf(other);
  }

  /** Who was merged can be merged again once they stand by themselves: that merge needs the undoing of the first. */
  #mergesAnew(other: Written): boolean {
    if (this.envelope.name !== 'people.merge-clients' || other.envelope.name !== 'people.undo-merge') return false;
    const { clientId, intoClientId } = this.envelope.input as Record<string, unknown>;
    return [clientId, intoClientId].includes(clientOf(other));
  }
}

/** The people whose files a command leaves with other names, so that likenesses follow. */
function changedBy({ envelope }: Written): string[] {
  const { clientId, intoClientId } = envelope.input as Record<string, string>;
  if (envelope.name === 'people.correct-client') return [String(clientId)];
  return envelope.name === 'people.merge-clients' ? [String(intoClientId)] : [];
}

function clientOf({ envelope }: Written): unknown {
  return (envelope.input as Record<string, unknown>).clientId;
}

export function checkDependants(ledger: readonly Acknowledged[], picture: Picture, log: Log): void {
  const receipts = picture.parts.receipts;
  const sent = Map.groupBy(picture.parts.audit, ({ actorId }) => actorId);
  const there = madeByAnybody(picture);
  for (const [holder, acknowledged] of Map.groupBy(ledger, (one) => one.holder)) {
    const known = new Map(acknowledged.map(({ envelope }) => [envelope.id, new Written(envelope)]));
    const own = [...known.values()];
    // A command that was durable when the phone died was never acknowledged, and yet others may need it.
    for (const { content } of sent.get(holder.person.userId) ?? []) {
      const { command } = content as { command: Envelope | null };
      if (command !== null && !known.has(command.id)) known.set(command.id, new Written(command));
    }
    for (const one of own) checkWaiting(holder.who, one, known, receipts.get(one.envelope.id), log);
    checkDependantsOf(holder.who, own, there, receipts, log);
  }
}

function madeByAnybody({ parts }: Picture): Set<string> {
  const made = parts.audit.flatMap(({ content }) => {
    const { command } = content as { command: Envelope | null };
    if (command === null || parts.receipts.get(command.id)?.status !== 'accepted') return [];
    return new Written(command).made;
  });
  return new Set(made);
}

function checkWaiting(
  who: string,
  one: Written,
  known: ReadonlyMap<string, Written>,
  receipt: Receipt | undefined,
  log: Log,
): void {
  if (receipt?.status !== 'waiting' || receipt.problem?.code !== 'sync.waits-for-another') return;
  const blockerId = String(receipt.problem.details.command);
  const blocker = known.get(blockerId);
  if (blocker !== undefined && needs(one, blocker, [...known.values()], 3)) return;
  const about = `${who}: ${one.envelope.name} ${short(one.envelope.id)}`;
  log.fail(
    'broken',
    'C7 all others pass',
    `${about} waits for ${blocker?.envelope.name ?? 'what nobody sent,'} ${short(blockerId)}, which it does not need`,
  );
}

/** Directly, or through what lies between: an answer needs the visit, the visit the person. */
function needs(one: Written, blocker: Written, all: readonly Written[], hops: number): boolean {
  if (one.names(blocker)) return true;
  return hops > 0 && all.some((between) => one.names(between) && needs(between, blocker, all, hops - 1));
}

function checkDependantsOf(
  who: string,
  own: readonly Written[],
  there: ReadonlySet<string>,
  receipts: ReadonlyMap<string, Receipt>,
  log: Log,
): void {
  for (const [at, refused] of own.entries()) {
    const receipt = receipts.get(refused.envelope.id);
    const [made] = refused.made;
    if (receipt?.status !== 'refused' || receipt.settledBy !== null || made === undefined) continue;
    // Mended by another command, or a colleague's (a stop that a changed plan keeps): then the row is there.
    if (there.has(made)) continue;
    for (const { envelope, text, made: again } of own.slice(at + 1)) {
      // Tried anew: what follows needs that one.
      if (again.includes(made)) break;
      if (envelope.mends !== null || !text.includes(made)) continue;
      const status = receipts.get(envelope.id)?.status;
      if (status === 'waiting') continue;
      log.fail('broken', 'C7 dependants wait', `${who}: ${envelope.name} ${short(envelope.id)} is ${status}`);
    }
  }
}
