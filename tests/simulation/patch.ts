/** Applies a unified diff to the files of a folder, strictly: a hunk whose lines are not found is an error, not a guess. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Hunk {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

interface FilePatch {
  readonly path: string;
  readonly hunks: Hunk[];
}

export function parsePatch(text: string): FilePatch[] {
  const files: FilePatch[] = [];
  let hunk: { before: string[]; after: string[] } | null = null;
  for (const line of text.split('\n')) {
    const file = files.at(-1);
    if (line.startsWith('+++ ')) {
      files.push({ path: line.slice(4).replace(/^b\//, '').split('\t')[0] ?? '', hunks: [] });
      hunk = null;
    } else if (line.startsWith('@@')) {
      hunk = { before: [], after: [] };
      file?.hunks.push(hunk);
    } else if (hunk !== null && !line.startsWith('diff ') && !line.startsWith('--- ') && !line.startsWith('index ')) {
      if (line.startsWith(' ') || line.startsWith('-')) hunk.before.push(line.slice(1));
      if (line.startsWith(' ') || line.startsWith('+')) hunk.after.push(line.slice(1));
    }
  }
  return files;
}

/** Line numbers may have moved; the lines themselves must be there, once. */
function replaceOnce(lines: readonly string[], { before, after }: Hunk, path: string): string[] {
  const found = lines.flatMap((_, at) => (before.every((line, offset) => lines[at + offset] === line) ? [at] : []));
  const [at, second] = found;
  if (at === undefined)
    throw new Error(`the patch no longer applies to ${path}: ${before.find((line) => line.trim() !== '')}`);
  if (second !== undefined) throw new Error(`the patch fits ${path} in two places`);
  return [...lines.slice(0, at), ...after, ...lines.slice(at + before.length)];
}

export function applyPatch(root: string, text: string): void {
  const files = parsePatch(text);
  if (files.length === 0 || files.some(({ hunks }) => hunks.length === 0)) throw new Error('no hunks in the patch');
  for (const { path, hunks } of files) {
    const file = join(root, path);
    let lines = readFileSync(file, 'utf8').split('\n');
    for (const hunk of hunks) lines = replaceOnce(lines, hunk, path);
    writeFileSync(file, lines.join('\n'));
  }
}
