// Run by tests as a Node of its own: starts the embedded server of the folder given, says so in one line of JSON, and
// stays until it is killed or its input ends. It does not stop the server: that is what the tests are about.

import { startEmbedded } from './embedded.ts';
import { isProblem } from './problem.ts';

const running = await startEmbedded({ folder: process.argv[2] ?? '', log: () => undefined });
if (isProblem(running)) {
  console.log(JSON.stringify({ problem: running }));
} else {
  console.log(JSON.stringify({ pid: running.pid, adminUrl: running.adminUrl }));
  process.stdin.on('end', () => process.exit(0)).resume();
}
