/**
 * Numbers for Prometheus. What happens is counted off the structured log's lines, so that nothing is told to metrics that
 * the log does not say; what stands is read from the database when somebody asks. No label carries anybody's data: routes
 * are patterns, counties and people are only counted.
 */
import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import * as z from 'zod';
import type { Database } from '../database.ts';
import type { LogLine } from '../http/app.ts';
import { programVersion } from '../program-version.ts';

/** From a list of fifty to a push of five hundred over a busy disk. */
const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricParts {
  readonly database: Database;
  readonly data: string;
  readonly now: () => number;
}

export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'yimi_http_request_seconds',
    help: 'Time until an answer was sent, by route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers: [this.registry],
  });
  readonly #faults = new Counter({
    name: 'yimi_faults_total',
    help: 'Faults told in the log, by where they happened: http, engine, job.',
    labelNames: ['at'],
    registers: [this.registry],
  });

  constructor(parts: MetricParts) {
    collectDefaultMetrics({ register: this.registry, prefix: 'yimi_' });
    new Gauge({ name: 'yimi_info', help: 'The program.', labelNames: ['version'], registers: [this.registry] }).set(
      { version: programVersion },
      1,
    );
    standing(this.registry, parts);
  }

  /** The log, heard on its way. */
  heard(log: LogLine): LogLine {
    return (line) => {
      this.#hear(line);
      log(line);
    };
  }

  #hear(line: Parameters<LogLine>[0]): void {
    if (line.at === 'http') {
      const labels = { method: String(line.method), route: String(line.path), status: String(line.status) };
      this.#requests.observe(labels, Number(line.ms) / 1000);
    } else if (line.at === 'fault') this.#faults.inc({ at: 'http' });
    else if (line.at === 'engine' || line.at === 'job') this.#faults.inc({ at: line.at });
  }
}

const Standing = z.object({ name: z.string(), value: z.number() });

/** Read county by county, for row-level security lets nobody count over all. */
const perCounty = sql`
  select 'yimi_commands_open' as name, count(*)::int as value from engine.receipts where status <> 'accepted' and settled_by is null
  union all select 'yimi_audit_unsealed', count(*)::int from engine.audit_unsealed
  union all select 'yimi_files_missing', count(*)::int from services.evidence where arrived_at is null
  union all select 'yimi_deposits_open', count(*)::int from login.deposits where state = 'open'
  union all select 'yimi_phones_diverged', count(distinct device_id)::int from engine.phone_states where diverged`;

const helps: Readonly<Record<string, string>> = {
  yimi_commands_open: 'Refused and waiting commands that nobody has settled.',
  yimi_audit_unsealed: 'Audit entries that wait for the seal.',
  yimi_files_missing: 'Evidence files that phones still owe.',
  yimi_deposits_open: 'Deposits that wait for a person.',
  yimi_phones_diverged: 'Phones whose last hash differed.',
};

function standing(registry: Registry, { database, data, now }: MetricParts): void {
  const registers = [registry];
  const gauges = Object.entries(helps).map(([name, help]) => [name, new Gauge({ name, help, registers })] as const);
  const byName = new Map(gauges);
  const pool = new Gauge({
    name: 'yimi_database_connections',
    help: 'Connections of this process.',
    labelNames: ['state'],
    registers,
  });
  const proof = new Gauge({
    name: 'yimi_last_proof_age_seconds',
    help: 'Seconds since the last good backup and the last good verify; absent: never.',
    labelNames: ['kind'],
    registers,
  });
  const asked = new Gauge({
    name: 'yimi_up',
    help: '1 while the database answers.',
    registers,
    async collect() {
      pool.set({ state: 'open' }, database.pool.totalCount);
      pool.set({ state: 'waited-for' }, database.pool.waitingCount);
      try {
        const sums = await sumsOf(database);
        for (const [name, gauge] of byName) gauge.set(sums.get(name) ?? 0);
        for (const { kind, at } of await lastProofs(database)) proof.set({ kind }, (now() - at) / 1000);
        asked.set(1);
      } catch {
        // Whoever scrapes sees it here, and the rest as it last was.
        asked.set(0);
      }
    },
  });
  const disk = new Gauge({
    name: 'yimi_disk_free_bytes',
    help: 'Free bytes on the disk of the data folder.',
    registers,
    async collect() {
      const { bavail, bsize } = await statfs(data);
      disk.set(bavail * bsize);
    },
  });
}

async function sumsOf(database: Database): Promise<Map<string, number>> {
  const counties = await database.outsideCounties((trx) => sql`select id from public.counties`.execute(trx));
  const sums = new Map<string, number>();
  for (const { id } of z.array(z.object({ id: z.string() })).parse(counties.rows)) {
    const found = await database.inCounty(id, (trx) => perCounty.execute(trx));
    for (const { name, value } of z.array(Standing).parse(found.rows)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
}

const Proofs = z.array(z.object({ kind: z.enum(['backup', 'verify']), at: z.number() }));

async function lastProofs(database: Database): Promise<z.infer<typeof Proofs>> {
  const found = await database.outsideCounties((trx) =>
    sql`select kind, max(at) as at from public.house_proofs where good group by kind`.execute(trx),
  );
  return Proofs.parse(found.rows);
}
