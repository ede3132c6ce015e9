/** `npm run cluster`: the whole cluster on this machine with a small county, until Ctrl+C. For trying things out; keeps nothing. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { furnish, password } from '../e2e/small-house.ts';
import { Cluster, whyNoCluster } from './cluster.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const why = whyNoCluster();
  if (why !== null) {
    process.stderr.write(`${why}\napt-get install -y patroni etcd-server haproxy postgresql\n`);
    process.exitCode = 1;
    return;
  }
  const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const data = await mkdtemp(join(tmpdir(), 'yimi-cluster-data-'));
  const cluster = await Cluster.start(say);
  try {
    await furnish(data, cluster.databaseUrl);
    await cluster.startServers(data);
    for (const { name, role, state } of await cluster.members()) say(`  ${name}  ${role}  ${state}`);
    say(`  servers   ${cluster.origin}/console/   (shi, ${password})`);
    say(`  database  ${cluster.databaseUrl}`);
    await stopped;
  } finally {
    await cluster.close();
    await rm(data, { recursive: true, force: true });
  }
}

await main();
