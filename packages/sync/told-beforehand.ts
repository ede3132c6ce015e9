/** What a batch will ask of the store, as far as its commands tell before they run: fetched in one go (law Z4). */
import type { Catalogue } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { Whose } from './receipts.ts';
import { nobodys } from './receipts.ts';
import { parseInput } from './run-command.ts';

export function idsToLookUp(batch: readonly Envelope[]): string[] {
  const ids = new Set<string>();
  for (const envelope of batch) {
    ids.add(envelope.id);
    for (const id of envelope.dependsOn) ids.add(id);
    if (envelope.mends !== null) ids.add(envelope.mends);
  }
  return [...ids];
}

export function declaredKeys(catalogue: Catalogue, batch: readonly Envelope[]) {
  return batch.flatMap((envelope) => {
    const command = catalogue.commands.get(envelope.name);
    const input = command === undefined ? null : parseInput(command, envelope);
    return command === undefined || input === null || isProblem(input) ? [] : command.keys(input.value);
  });
}

export function whoseIs(catalogue: Catalogue, envelope: Envelope): Whose {
  const command = catalogue.commands.get(envelope.name);
  const input = command === undefined ? null : parseInput(command, envelope);
  if (command === undefined || input === null || isProblem(input)) return nobodys;
  // What an older app sent may lie elsewhere in its input; it is kept under the county's key as a whole.
  const apart = envelope.v === command.version ? command.apart(input.value) : [];
  return { subject: command.subject(input.value), apart };
}

export function subjectsOf(catalogue: Catalogue, batch: readonly Envelope[]): string[] {
  return [...new Set(batch.flatMap((envelope) => whoseIs(catalogue, envelope).subject ?? []))];
}
