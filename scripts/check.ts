/** `npm run check`: everything that can be said of the code without running it. All steps run; any fault fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

const steps: readonly (readonly [string, string, ...string[]])[] = [
  ['format and lint', bin('biome'), 'check', '--error-on-warnings', '.'],
  ['types', bin('vue-tsc'), '--noEmit', '-p', '.'],
  ['boundaries', bin('depcruise'), '--config', '.dependency-cruiser.mjs', 'packages', 'modules', 'apps', 'demo'],
  ['dead code', bin('knip')],
  ['documents and sizes', process.execPath, join(root, 'scripts', 'check-docs.ts')],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  process.stderr.write(`${done.status === 0 ? 'good' : 'BAD '}  ${name}\n`);
  if (done.status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
