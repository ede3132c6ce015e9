/**
 * `npm start`: PostgreSQL, migrations, the demo county if asked for and the database is empty, the pages, the jobs; then
 * the addresses and the demo logins. Ends in order on SIGTERM and SIGINT, PostgreSQL last.
 */
import { networkInterfaces } from 'node:os';
import { defaultPassword, demoAccounts } from '@yimi/demo';
import type { Problem, Role } from '@yimi/kernel';
import { dayOf, isProblem, problem } from '@yimi/kernel';
import { buildApps } from '../build.ts';
import { seedDemo } from './demo-seed.ts';
import type { Cellar } from './house.ts';
import { openCellar, openHouse } from './house.ts';
import type { LogLine } from './http/app.ts';
import { localCertificate } from './local-certificate.ts';
import { seedNational } from './national-seed.ts';
import type { Options } from './options.ts';
import { readOptions } from './options.ts';
import { problemText } from './problem-text.ts';

const quiet = process.env.YIMI_LOG !== 'all';

/** One JSON object a line on stderr; requests that went well only when asked for. */
const log: LogLine = (line) => {
  if (quiet && line.at === 'http' && Number(line.status) < 500) return;
  if (quiet && line.at === 'postgres') return;
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
};

const say = (text: string) => process.stdout.write(`${text}\n`);

function localAddress(): string {
  const found = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal);
  return found?.address ?? '127.0.0.1';
}

async function prepare(options: Options, cellar: Cellar): Promise<Problem | null> {
  // Side by side: the first start has both to do.
  const built = buildApps().then((apps) => apps.length > 0 && say(`  页面已生成 · built ${apps.join(', ')}`));
  const [refused] = await Promise.all([seed(options, cellar), built]);
  return refused;
}

async function seed({ demo, scale }: Options, cellar: Cellar): Promise<Problem | null> {
  const tell = (text: string) => say(`  ${text}`);
  const told = demo ? await seedDemo(cellar, tell, scale === 'county-large' ? scale : 'demo') : null;
  if (isProblem(told)) return told;
  if (scale === 'national') await seedNational(cellar, tell);
  return null;
}

/** Ends in order, once: routes and jobs, then connections, then PostgreSQL, which would outlive us otherwise. */
class Ending {
  readonly #steps: (() => Promise<void>)[] = [];
  #begun = false;

  /** What comes later ends first. */
  add(step: () => Promise<void>): void {
    this.#steps.unshift(step);
  }

  async end(code: number): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    for (const step of this.#steps) await step().catch(() => undefined);
    process.exit(code);
  }
}

async function main(): Promise<void> {
  const begun = performance.now();
  const options = readOptions(process.argv.slice(2), process.env);
  say('一米 Yimi · 正在启动 starting …');
  const cellar = await openCellar(options, log);
  if (isProblem(cellar)) {
    process.stderr.write(`${problemText(cellar)}\n`);
    process.exitCode = 1;
    return;
  }
  const ending = new Ending();
  ending.add(() => cellar.close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void ending.end(0));
  const giveUp = (problem: Problem) => {
    process.stderr.write(`${problemText(problem)}\n`);
    return ending.end(1);
  };
  void cellar.lost.then(giveUp);
  try {
    const refused = await prepare(options, cellar);
    if (refused !== null) return await giveUp(refused);
    const address = await serve(options, cellar, ending);
    announce(address, options, performance.now() - begun);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      await giveUp(problem('unavailable', 'admin.port-in-use', { port: options.port }));
    }
    log({ at: 'start', error: error instanceof Error ? error.message : 'unknown' });
    await ending.end(1);
  }
}

async function serve(options: Options, cellar: Cellar, ending: Ending): Promise<string> {
  const host = options.lan ? localAddress() : 'localhost';
  const tls = options.lan ? await localCertificate(options.data, host) : undefined;
  const address = options.publicUrl ?? `${tls === undefined ? 'http' : 'https'}://${host}:${options.port}`;
  const about = { log, publicUrl: address, behindProxy: options.publicUrl !== null && !options.lan };
  const house = await openHouse(cellar, tls === undefined ? about : { ...about, tls });
  ending.add(() => house.close());
  await house.app.listen({ port: options.port, host: options.lan ? '0.0.0.0' : '127.0.0.1' });
  if (options.metricsPort !== null) {
    ending.add(() => house.metrics.close());
    await house.metrics.listen({ port: options.metricsPort, host: '127.0.0.1' });
  }
  return address;
}

function announce(address: string, options: Options, ms: number): void {
  say('');
  say(`  手机端 Phone    ${address}/phone/`);
  say(`  管理端 Console  ${address}/console/`);
  if (options.demo) for (const line of demoLogins()) say(line);
  say(`  数据在 Data in  ${options.data}`);
  say(`  就绪 Ready in ${(ms / 1000).toFixed(1)} s · 按 Ctrl+C 停止 to stop`);
}

const roleNames: Partial<Record<Role, string>> = {
  'hamlet-volunteer': '屯志愿者 volunteer',
  'village-worker': '村社工 village worker',
  'station-worker': '站社工 station worker',
  'station-head': '站长 station head',
  'agency-manager': '机构经理 agency manager',
  'county-officer': '县级 county officer',
  'city-officer': '市级 city officer',
};

/** One of each kind, for the tour; all demo people share a password. */
function demoLogins(): string[] {
  const accounts = demoAccounts({ today: dayOf(Date.now()) }).filter((account) => account.featured && account.active);
  const lines = accounts.flatMap(({ role, login, name }) => {
    const label = roleNames[role];
    return label === undefined ? [] : [`    ${login.padEnd(16)} ${name} · ${label}`];
  });
  return ['', `  演示账号 Demo logins（密码 password: ${defaultPassword}）`, ...lines, ''];
}

await main();
