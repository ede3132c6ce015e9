import { spawnSync } from 'node:child_process';
import { breakCopy, patches } from './broken-copy.ts';

for (const p of process.argv[2] ? patches().filter((x) => x.includes(process.argv[2]!)) : patches()) {
  const c = breakCopy(p);
  const t = performance.now();
  const r = spawnSync(
    process.execPath,
    [c.main, '--seed', '7', '--days', process.argv[3] ?? '144', '--shrink', '12000'],
    { cwd: c.folder, encoding: 'utf8' },
  );
  console.log('=====', p, r.status, Math.round(performance.now() - t) + 'ms');
  const i = r.stdout.indexOf('FAILED');
  console.log(
    i < 0
      ? (r.stdout + r.stderr).slice(-1500)
      : r.stdout
          .slice(i)
          .split('\n')
          .filter((l, n) => n < 3 || l.includes('shortest') || l.includes('  day'))
          .map((l) => l.slice(0, 170))
          .slice(0, process.argv[2] ? 80 : 14)
          .join('\n'),
  );
  c.remove();
}
