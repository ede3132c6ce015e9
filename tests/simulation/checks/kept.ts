/**
 * Nothing acknowledged is lost, nothing typed disappears, nothing runs twice (C3, C4, C7, S1, S5). The ledger says what
 * each phone told a person was saved; the receipts say what became of it; the phone must show what needs a person.
 */
import { clients } from '@yimi/people';
import type { Envelope } from '@yimi/protocol';
import type { Entry, Receipt } from '@yimi/sync';
import { canonical } from '@yimi/sync';
import { sha256 } from '../../../apps/server/engine.ts';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Acknowledged, Holder } from '../phone.ts';
import type { Picture } from '../picture.ts';
import type { Age } from '../two-versions.ts';
import { catalogues } from '../two-versions.ts';

export interface KeptParts {
  readonly ledger: readonly Acknowledged[];
  readonly picture: Picture;
  readonly log: Log;
  readonly serverAge: Age;
}

export function checkKept(parts: KeptParts): void {
  const erasedIds = new Set(
    parts.picture.rows(clients).flatMap((client) => (client.state === 'erased' ? [client.id] : [])),
  );
  const entries = new Map<Holder, Map<string, Entry>>();
  for (const one of parts.ledger) {
    const { holder } = one;
    let shown = entries.get(holder);
    if (shown === undefined) {
      shown = new Map((holder.replica?.entries ?? []).map((entry) => [entry.envelope.id, entry]));
      entries.set(holder, shown);
    }
    checkOne(parts, one, shown.get(one.envelope.id), erasedIds);
  }
  checkOnce(parts);
}

function checkOne(
  { picture, log, serverAge }: KeptParts,
  one: Acknowledged,
  entry: Entry | undefined,
  erasedIds: ReadonlySet<string>,
): void {
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
  // Erasure destroys the person's key, and what was kept under it (A7).
  const erased = receipt.content === null && receipt.subject !== null && erasedIds.has(receipt.subject);
  if (!erased && canonical(receipt.content) !== canonical(envelope)) {
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
  if (receipt.status === 'refused' && misunderstood.includes(entry.problem.code)) {
    log.fail('broken', 'S9 an upgrade refuses nothing', `${about}: ${entry.problem.code}`);
  }
}

/** What the phone's own program took, a program older or newer may not call ill-formed. */
const misunderstood = ['sync.newer-than-server', 'sync.too-old', 'sync.wrong-shape', 'sync.unknown-command'];

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
