/** What the program is told: by flags, then by the environment, then by what suits a first try. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ObjectStore } from './files/object-shelf.ts';

export interface Options {
  readonly data: string;
  readonly port: number;
  /** Serve TLS to phones on the local network. */
  readonly lan: boolean;
  /** Seed the fictional county into an empty database. */
  readonly demo: boolean;
  /** How large a demo county is seeded. */
  readonly scale: 'demo' | 'county-large' | 'national';
  /** PostgreSQL elsewhere; null: the embedded one. */
  readonly databaseUrl: string | null;
  /** An S3-compatible store for kept files; undefined: a folder. */
  readonly objects?: ObjectStore;
  /** Port for metrics and health on loopback; null: none. */
  readonly metricsPort: number | null;
  /** Address under which people reach the server, when a proxy stands in front. */
  readonly publicUrl: string | null;
}

const scales = ['demo', 'county-large', 'national'] as const;

export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      lan: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      scale: { type: 'string', default: 'demo' },
    },
  });
  const scale = scales.find((one) => one === values.scale);
  if (scale === undefined) throw new Error(`--scale takes ${scales.join(', ')}`);
  const port = portIn(values.port ?? environment.YIMI_PORT ?? '4870');
  return {
    data: resolve(values.data ?? environment.YIMI_DATA ?? 'data'),
    port,
    lan: values.lan,
    demo: values.demo,
    scale,
    databaseUrl: environment.DATABASE_URL ?? null,
    ...objectsIn(environment),
    metricsPort: environment.YIMI_METRICS_PORT === undefined ? null : portIn(environment.YIMI_METRICS_PORT),
    publicUrl: environment.YIMI_PUBLIC_URL ?? null,
  };
}

/** All of them or none: half a store would leave files where nobody looks. */
export function objectsIn(environment: NodeJS.ProcessEnv): { objects?: ObjectStore } {
  const { YIMI_S3_BUCKET: endpoint, YIMI_S3_KEY: accessKeyId, YIMI_S3_SECRET: secretAccessKey } = environment;
  if (endpoint === undefined && accessKeyId === undefined && secretAccessKey === undefined) return {};
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error('YIMI_S3_BUCKET, YIMI_S3_KEY and YIMI_S3_SECRET belong together');
  return { objects: { endpoint, accessKeyId, secretAccessKey, region: environment.YIMI_S3_REGION ?? 'auto' } };
}

function portIn(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('a port is a number from 1 to 65535');
  return port;
}
