/** A document that names a path that is gone fails, and so does a file over 400 lines without a reason in the list. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const most = 400;
const faults: string[] = [];

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

/** Paths in backquotes or links that begin with a folder of the repository. */
const path = /(?:`|\]\()((?:\.\.?\/)*(?:packages|modules|apps|demo|bench|tests|docs|scripts)\/[\w./@-]+)/g;
for (const file of tracked.filter((name) => name.endsWith('.md'))) {
  for (const [, found = ''] of readFileSync(join(root, file), 'utf8').matchAll(path)) {
    const named = found.replace(/[.,]$/, '');
    if (existsSync(join(root, named)) || existsSync(join(root, dirname(file), named))) continue;
    faults.push(`${file} names ${named}, which is gone`);
  }
}

const allowed = new Set(
  readFileSync(join(root, 'docs', 'long-files.md'), 'utf8')
    .matchAll(/^- `([^`]+)`/gm)
    .map(([, name = '']) => name),
);
for (const file of tracked.filter((name) => /\.(ts|vue)$/.test(name))) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
  if (lines > most && !allowed.has(file))
    faults.push(`${file} has ${lines} lines: split it, or give the reason in docs/long-files.md`);
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
