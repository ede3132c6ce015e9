/** Reads the words of `npm run admin`, refuses what is wrong with them before anything starts, and runs the verb. */
import { parseArgs } from 'node:util';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import { permissionTable } from '../accounts/permission-table.ts';
import type { Cellar } from '../house.ts';
import type { RestoreDesk } from './backup-verbs.ts';
import type { Desk, EmptyPlaceVerb, Verb } from './verbs.ts';
import { verbs } from './verbs.ts';
import { help, refusalText } from './words.ts';

export interface AdminParts {
  /** @param data the folder that was named, if one was */
  readonly open: (data: string | null) => Promise<{ cellar: Cellar; close(): Promise<void> } | Problem>;
  /** A place where no house stands yet, for `restore`. */
  readonly openEmpty: (data: string | null) => Promise<RestoreDesk['place'] & { close(): Promise<void> }>;
  /** What is said when it cannot be opened. */
  readonly openingText: (problem: Problem) => string;
  readonly publicUrl: string;
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
}

type Read = { readonly verb: Verb | EmptyPlaceVerb; readonly words: Desk['words']; readonly rest: readonly string[] };

function read(args: readonly string[]): Read | Problem {
  const [name = '', ...others] = args;
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) return problem('invalid', 'admin.no-such-verb');
  const options = Object.fromEntries([...verb.options, 'data'].map((one) => [one, { type: 'string' as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...others], options, allowPositionals: true, strict: true });
    const lacking = verb.needs.find((one) => (values[one] ?? '') === '');
    if (lacking !== undefined) return problem('invalid', 'admin.option-missing', {}, lacking);
    if (positionals.length > (verb.takes ?? 0)) return problem('invalid', 'admin.wrong-option');
    return { verb, words: values, rest: positionals };
  } catch {
    // Node's message repeats what was typed, which may be a password.
    return problem('invalid', 'admin.wrong-option');
  }
}

/** @returns the exit code: 0 done, 1 not done, 2 wrong words */
export async function runAdmin(args: readonly string[], parts: AdminParts): Promise<0 | 1 | 2> {
  if (args.length === 0 || args.includes('--help') || args[0] === 'help') {
    parts.out(help);
    return args.length === 0 ? 2 : 0;
  }
  if (args[0] === 'permissions') {
    parts.out(permissionTable());
    return 0;
  }
  const asked = read(args);
  if (isProblem(asked)) {
    parts.note(refusalText(asked));
    return 2;
  }
  const { verb } = asked;
  if ('runInEmptyPlace' in verb) return inEmptyPlace(verb, asked, parts);
  const opened = await parts.open(asked.words.data ?? null);
  if (isProblem(opened)) {
    parts.note(parts.openingText(opened));
    return 1;
  }
  try {
    const { publicUrl, out, note } = parts;
    return ending(await verb.run({ ...asked, cellar: opened.cellar, publicUrl, out, note }), note);
  } finally {
    await opened.close();
  }
}

async function inEmptyPlace(verb: EmptyPlaceVerb, { words, rest }: Read, parts: AdminParts): Promise<0 | 1> {
  const place = await parts.openEmpty(words.data ?? null);
  try {
    const { out, note } = parts;
    return ending(await verb.runInEmptyPlace({ place, words, rest, out, note }), note);
  } finally {
    await place.close();
  }
}

function ending(refused: Problem | null, note: AdminParts['note']): 0 | 1 {
  if (refused !== null) note(refusalText(refused));
  return refused === null ? 0 : 1;
}
