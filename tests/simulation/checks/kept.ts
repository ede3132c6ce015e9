/**
 * Nothing acknowledged is lost, nothing typed disappears, nothing runs twice (C3, C4, C7, S1, S5). The ledger says what
 * each phone told a person was saved; the receipts say what became of it; the phone must show what needs a person.
 */
import type { Envelope } from '@yimi/protocol';
import type { Entry, Receipt } from '@yimi/sync';
import { canonical } from '@yimi/sync';
import { sha256 } from '../../../apps/server/engine.ts';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Acknowledged, Holder } from '../phone.ts';
import type { Picture } from '../picture.ts';
import type { Age } from '../two-versions.ts';
import { catalogues, plainInput } from '../two-versions.ts';

export interface KeptParts {
  readonly ledger: readonly Acknowledged[];
  readonly picture: Picture;
  readonly log: Log;
  readonly serverAge: Age;
}

export function checkKept(parts: KeptParts): void {
  const entries = new Map<Holder, Map<string, Entry>>();
  for (const one of parts.ledger) {
    const { holder } = one;
    let shown = entries.get(holder);
    if (shown === undefined) {
      shown = new Map((holder.replica?.entries ?? []).map((entry) => [entry.envelope.id, entry]));
      entries.set(holder, shown);
    }
    checkOne(parts, one, shown.get(one.envelope.id));
  }
  checkOnce(parts);
  checkDependants(parts);
}

function checkOne({ picture, log, serverAge }: KeptParts, one: Acknowledged, entry: Entry | undefined): void {
  const { envelope, holder } = one;
  const receipt = picture.parts.receipts.get(envelope.id);
  const about = `${holder.who}: ${envelope.name} ${short(envelope.id)}`;
  if (receipt === undefined) {
    const where = entry === undefined ? 'neither on the phone nor on the server' : `${entry.state}, never sent`;
    log.fail('lost', 'S1 nothing acknowledged is lost', `${about} is ${where}`);
    return;
  }
  if (receipt.digest !== sha256(canonical(envelope))) log.fail('lost', 'C4 nothing typed changes', about);
  if (receipt.status === 'accepted') {
    if (entry !== undefined) log.fail('broken', 'S4 accepted commands retire', `${about} is still ${entry.state}`);
    return;
  }
  if (canonical(receipt.content) !== canonical(envelope)) {
    log.fail('lost', 'C4 the server keeps what was refused', about);
  }
  if (receipt.settledBy !== null) {
    if (entry !== undefined) log.fail('broken', 'C4 what is settled leaves the list', `${about} is ${entry.state}`);
    return;
  }
  if (entry === undefined || entry.state !== receipt.status || entry.problem === null) {
    log.fail('lost', 'C4 a refusal stays visible', `${about} is ${receipt.status}, the phone shows ${entry?.state}`);
    return;
  }
  if (canonical(entry.envelope) !== canonical(envelope)) log.fail('lost', 'C4 nothing typed changes', about);
  if (receipt.status === 'waiting') checkWaiting(log, receipt, entry, about, serverAge);
  if (entry.problem.code === 'sync.newer-than-server' && receipt.status === 'refused') {
    log.fail('broken', 'S9 an upgrade refuses nothing', about);
  }
}

function checkWaiting(log: Log, receipt: Receipt, entry: Entry, about: string, serverAge: Age): void {
  const code = entry.problem?.code;
  const newer = entry.envelope.v > (catalogues[serverAge].commands.get(entry.envelope.name)?.version ?? 0);
  if (code === 'sync.waits-for-another' || (code === 'sync.newer-than-server' && newer)) return;
  log.fail('broken', 'C7 only dependants wait', `${about} waits with ${code} (${receipt.problem?.code})`);
}

/** C3: each accepted command has run once, and each accepted visit is there once. */
function checkOnce({ picture, log }: KeptParts): void {
  const accepted = new Map<string, number>();
  const ids = new Set<string>();
  for (const entry of picture.parts.audit) {
    if (ids.has(entry.id))
      log.fail('broken', 'A4 audit entries have ids of their own', `${entry.action} ${short(entry.id)}`);
    ids.add(entry.id);
    const command = (entry.content as { command: Envelope | null }).command;
    if (entry.outcome === 'accepted' && command !== null) accepted.set(command.id, (accepted.get(command.id) ?? 0) + 1);
  }
  for (const [id, times] of accepted) {
    const receipt = picture.parts.receipts.get(id);
    if (times !== 1) log.fail('broken', 'C3 a command runs once', `${receipt?.name} ${short(id)} ran ${times} times`);
    if (receipt?.status !== 'accepted') {
      log.fail('broken', 'C3 an outcome stands', `${receipt?.name} ${short(id)} ran and is ${receipt?.status}`);
    }
    if (receipt !== undefined && receipt.settledBy !== null) {
      log.fail('broken', 'C4 what was taken back does not run', `${receipt.name} ${short(id)}`);
    }
  }
}

/** Which fields of a command name rows that it makes; a post also makes its holder's entry among the staff. */
const madeBy: Readonly<Record<string, readonly string[]>> = {
  'people.register-client': ['clientId'],
  'services.record-visit': ['visitId'],
  'network.open-post': ['postId', 'userId'],
};

function idsMade(envelope: Envelope): string[] {
  const input = plainInput(envelope) as Record<string, unknown>;
  return (madeBy[envelope.name] ?? []).map((field) => String(input[field]));
}

/** C7: what needs a refused command waits; all others pass. */
function checkDependants({ ledger, picture, log }: KeptParts): void {
  const receipts = picture.parts.receipts;
  const byHolder = Map.groupBy(ledger, (one) => one.holder);
  for (const [holder, all] of byHolder) {
    const texts = new Map(all.map(({ envelope }) => [envelope.id, JSON.stringify(envelope.input)]));
    const makers = new Map(all.map(({ envelope }) => [envelope.id, idsMade(envelope)]));
    const names = (text: string, ids: readonly string[] | undefined): boolean =>
      ids?.some((id) => text.includes(id)) ?? false;
    const needs = (waiter: string, blocker: string, hops = 0): boolean => {
      const text = texts.get(waiter) ?? '';
      if (names(text, makers.get(blocker))) return true;
      const between = all.filter(({ envelope }) => envelope.id !== waiter && names(text, makers.get(envelope.id)));
      return hops < 3 && between.some(({ envelope }) => needs(envelope.id, blocker, hops + 1));
    };
    for (const { envelope } of all) {
      const receipt = receipts.get(envelope.id);
      const about = `${holder.who}: ${envelope.name} ${short(envelope.id)}`;
      const blocker = String(receipt?.problem?.details.command ?? '');
      if (
        receipt?.status === 'waiting' &&
        receipt.problem?.code === 'sync.waits-for-another' &&
        !needs(envelope.id, blocker)
      ) {
        log.fail('broken', 'C7 all others pass', `${about} waits for ${short(blocker)}, which it does not need`);
      }
    }
    checkWaiters(all, receipts, texts, holder, log);
  }
}

function checkWaiters(
  all: readonly Acknowledged[],
  receipts: ReadonlyMap<string, Receipt>,
  texts: ReadonlyMap<string, string>,
  holder: Holder,
  log: Log,
): void {
  for (const [at, { envelope: refused }] of all.entries()) {
    const receipt = receipts.get(refused.id);
    const [made] = idsMade(refused);
    if (receipt?.status !== 'refused' || receipt.settledBy !== null || made === undefined) continue;
    for (const { envelope } of all.slice(at + 1)) {
      if (envelope.mends !== null || !texts.get(envelope.id)?.includes(made)) continue;
      const status = receipts.get(envelope.id)?.status;
      if (status === 'waiting') continue;
      log.fail('broken', 'C7 dependants wait', `${holder.who}: ${envelope.name} ${short(envelope.id)} is ${status}`);
    }
  }
}
