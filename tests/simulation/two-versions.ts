/**
 * The app before and after an upgrade that changes a command: the next version of `services.record-visit` also says how
 * many companions came along. Phones of yesterday hold the shipped version in their outbox; phones of tomorrow meet an old server.
 */
import type { Command } from '@yimi/kernel';
import { Catalogue, defineCommand } from '@yimi/kernel';
import * as z from 'zod';
import { modules, catalogue as shipped } from '../../apps/catalogue.ts';

export const changedCommand = 'services.record-visit';

function upgraded(old: Command): Command {
  const input = z.strictObject({ visit: old.input, companions: z.int().min(0).max(9) });
  const command = defineCommand({
    name: old.name,
    version: old.version + 1,
    upcasts: { ...old.upcasts, [old.version]: (visit) => ({ visit, companions: 0 }) },
    input,
    permission: old.permission,
    keys: ({ visit }) => old.keys(visit),
    subject: ({ visit }) => old.subject(visit),
    place: (tx, { visit }, context) => old.place(tx, visit, context),
    execute: (tx, { visit }, context) => old.execute(tx, visit, context),
    serverCheck: (tx, { visit }, context) => old.serverCheck(tx, visit, context),
  });
  // The catalogue holds commands of all inputs; each parses its own before use.
  return command as unknown as Command;
}

export const catalogues: Readonly<Record<'old' | 'new', Catalogue>> = {
  old: shipped,
  new: new Catalogue(
    modules.map((module) => ({
      ...module,
      commands: module.commands.map((command) => (command.name === changedCommand ? upgraded(command) : command)),
    })),
  ),
};

export type Age = keyof typeof catalogues;

/** The visit inside, whichever version wrote it. */
export function plainInput(envelope: { name: string; v: number; input: unknown }): unknown {
  const shippedVersion = shipped.commands.get(changedCommand)?.version ?? 1;
  if (envelope.name !== changedCommand || envelope.v <= shippedVersion) return envelope.input;
  return z.object({ visit: z.unknown() }).parse(envelope.input).visit;
}
