/**
 * The server put together: database, store, engine, routes, jobs. `main.ts` opens it for people, the tests open it for
 * themselves, the verbs (`verify`, `admin`) open its lower half.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '@yimi/kernel';
import { isProblem, problem } from '@yimi/kernel';
import type { ServerEngine } from '@yimi/sync';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { catalogue } from '../catalogue.ts';
import type { AccountParts } from './accounts/index.ts';
import { accountRoutes, actorOf, clearForgotten, depositRoutes, senderOf } from './accounts/index.ts';
import { certificateRoutes } from './certificates/index.ts';
import { checkInCodes } from './check-in-jobs.ts';
import { Database } from './database.ts';
import { goOnImporting } from './divisions/import-county.ts';
import { loadRoute } from './divisions/load-route.ts';
import { buildEngine, pushAsSystem, systemEnvelope } from './engine.ts';
import { countPending, foldAreas } from './figures/index.ts';
import { confirmArrived, FileVault, fileRoutes } from './files/index.ts';
import { ObjectShelf } from './files/object-shelf.ts';
import type { Shelf } from './files/shelf.ts';
import { FolderShelf } from './files/shelf.ts';
import type { LogLine } from './http/app.ts';
import { buildApp } from './http/app.ts';
import { pageRoutes } from './http/pages.ts';
import { openImports } from './imports/index.ts';
import { Jobs } from './jobs.ts';
import { mealRounds } from './meal-jobs.ts';
import { migrate, stepsOfNewer } from './migrate.ts';
import { layOutNeeds } from './needs-jobs.ts';
import type { Options } from './options.ts';
import { fillSoundKeys, lookForAlike, refreshGroups } from './people-jobs.ts';
import { pointRoutes } from './points/index.ts';
import { returnLapsed } from './points-jobs.ts';
import type { Connection } from './postgres/connection.ts';
import { fromUrl } from './postgres/connection.ts';
import { ensureDatabase, startEmbedded } from './postgres/embedded.ts';
import { alertLateReports } from './protection-jobs.ts';
import { forgetCounts, publicRoutes, ratingLinkRoute } from './public/index.ts';
import { addRoute, PlacesShelf, readRoutes, statusRoute } from './reads/index.ts';
import { registerRoutes } from './registers/index.ts';
import { reportRoutes } from './reports/index.ts';
import { keepPeriods } from './retention.ts';
import { putUpSign } from './running-server.ts';
import type { Secrets } from './secrets.ts';
import { openSecrets } from './secrets.ts';
import { Keyring } from './store/keyring.ts';
import { PostgresStore } from './store/postgres-store.ts';
import { ClockWatch } from './sync/clock-watch.ts';
import { Epochs } from './sync/epochs.ts';
import { syncRoutes } from './sync/routes.ts';
import { troubleOf } from './trouble.ts';
import { sealAudit } from './verify/audit-chain.ts';
import { healthRoutes, metricsApp } from './watch/health.ts';
import { Metrics } from './watch/metrics.ts';

/** The lower half: data and engine, without HTTP. */
export interface Cellar {
  readonly database: Database;
  /** The owner's connection: makes counties and cities, which the program's own role cannot. */
  readonly owner: Database;
  /** The same as plain fields: for a connection of its own, as a backup needs. */
  readonly ownerConnection: Connection;
  readonly store: PostgresStore;
  readonly engine: ServerEngine;
  readonly epochs: Epochs;
  readonly secrets: Secrets;
  readonly keyring: Keyring;
  readonly vault: FileVault;
  /** Where kept files lie if not in the data folder. */
  readonly objects: Shelf | null;
  /** The folder of all that lies outside the database. */
  readonly data: string;
  readonly now: () => number;
  /** Migrations that this opening applied. */
  readonly migrated: readonly string[];
  /** Settles when the embedded PostgreSQL is gone for good and nobody asked for it; never for one that lies elsewhere. */
  readonly lost: Promise<Problem>;
  close(): Promise<void>;
}

export async function openCellar(
  options: Pick<Options, 'data' | 'databaseUrl' | 'objects'>,
  log: LogLine,
  objects = shelfOf(options),
): Promise<Cellar | Problem> {
  // Passable, not readable: PostgreSQL's own user has to reach its folder; what is secret lies in 0700 below.
  await mkdir(options.data, { recursive: true, mode: 0o711 });
  const secrets = await openSecrets(join(options.data, 'keys'));
  // Derived, not drawn: verbs that run beside the server give the role the same password.
  const appPassword = createHmac('sha256', secrets.pepper).update('yimi_app').digest('base64url');
  const postgres = await reachPostgres(options, appPassword, log);
  if (isProblem(postgres)) return postgres;
  const [newer] = await stepsOfNewer(postgres.owner);
  if (newer !== undefined) {
    await postgres.stop();
    return problem('unavailable', 'admin.database-newer', { step: newer });
  }
  const migrated = await migrate(postgres.owner, appPassword);
  const database = new Database(postgres.app);
  const keyring = new Keyring(secrets.masterKeys, secrets.rereadKeys);
  const store = new PostgresStore(database, keyring, catalogue);
  const now = () => Date.now();
  const fault = (error: unknown, command: string) => log({ at: 'engine', command, ...faultOf(error) });
  const epochs = new Epochs(database, now);
  const away = (error: unknown) => troubleOf(error) !== null;
  const mayMissBefore = (countyId: string) => epochs.mayMissBefore(countyId);
  const engine = buildEngine({ store, now, fault, away, mayMissBefore, moment });
  // Before anything is served: no reader meets a figure that the update has not counted (law N2).
  await countPending({ database, store, catalogue, now }, log);
  const shelf = objects ?? new FolderShelf(join(options.data, 'files'));
  const vault = new FileVault({ database, folder: join(options.data, 'files'), now, shelf });
  const owner = new Database({ ...postgres.owner, max: 2 });
  const close = async () => {
    await database.close();
    await owner.close();
    await postgres.stop();
  };
  return {
    database,
    owner,
    ownerConnection: postgres.owner,
    store,
    engine,
    epochs,
    secrets,
    keyring,
    vault,
    objects,
    data: options.data,
    now,
    migrated,
    lost: postgres.lost,
    close,
  };
}

const shelfOf = ({ objects }: Pick<Options, 'objects'>): Shelf | null =>
  objects === undefined ? null : new ObjectShelf(objects);

/** Where a backup is brought back to: the database is opened, and with it the folder's PostgreSQL, when it is asked for. */
export function emptyPlace(options: Pick<Options, 'data' | 'databaseUrl' | 'objects'>) {
  let stop = (): Promise<void> => Promise.resolve();
  const openDatabase = async (): Promise<Connection | Problem> => {
    const postgres = await reachPostgres(options, '', () => undefined);
    if (isProblem(postgres)) return postgres;
    stop = postgres.stop;
    return postgres.owner;
  };
  return { data: options.data, objects: shelfOf(options), openDatabase, close: () => stop() };
}

/** Class, code and constraint of an error: its message may carry what somebody typed. */
function faultOf(error: unknown): Record<string, string | null> {
  const read = (name: string) =>
    typeof error === 'object' && error !== null && name in error ? String(Reflect.get(error, name)) : null;
  const place =
    error instanceof Error
      ? (error.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? null)
      : null;
  return { error: read('name'), code: read('code'), constraint: read('constraint'), place: place?.trim() ?? null };
}

async function reachPostgres(options: Pick<Options, 'data' | 'databaseUrl'>, appPassword: string, log: LogLine) {
  if (options.databaseUrl !== null) {
    // The URL is the owner's, who may make roles; the program itself goes on as yimi_app.
    const owner = fromUrl(options.databaseUrl);
    const app = { ...owner, user: 'yimi_app', password: appPassword };
    return { owner, app, lost: new Promise<Problem>(() => undefined), stop: () => Promise.resolve() };
  }
  const running = await startEmbedded({
    folder: options.data,
    log: (message, details) => log({ at: 'postgres', message, ...details }),
  });
  if (isProblem(running)) return running;
  const owner = await ensureDatabase(running, 'yimi');
  const app = running.connection('yimi_app', appPassword, owner.database);
  const lost = running.exited.then((exit) =>
    exit.reason === 'failed' ? exit.problem : new Promise<Problem>(() => undefined),
  );
  const sign = await putUpSign(options.data, owner);
  const stop = async () => {
    await sign.takeDown();
    await running.stop();
  };
  return { owner, app, lost, stop };
}

export function accountParts({ database, engine, secrets, now }: Cellar, publicUrl: string): AccountParts {
  const { depositPrivate, depositPublicJwk, pepper, former } = secrets;
  return {
    database,
    now,
    random: (length) => new Uint8Array(randomBytes(length)),
    push: engine.push.bind(engine),
    keys: { depositPrivate, depositPublicJwk, pepper, former },
    publicUrl,
  };
}

export interface House {
  readonly app: FastifyInstance;
  readonly jobs: Jobs;
  /** Metrics and health, for a port of their own on loopback. */
  readonly metrics: FastifyInstance;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly log: LogLine;
  readonly publicUrl: string;
  readonly behindProxy?: boolean;
  readonly tls?: { key: string; cert: string };
}

/** Fewer come as often alone as not, and would only be kept waiting. */
const aCrowd = 4;
/** A fifth of what a lot of a crowd costs, and about what an answer takes to become the next command. */
const crowdReturnsMs = 6;
const moment = (recently: number, waiting: number) =>
  recently >= aCrowd && waiting < recently ? sleep(crowdReturnsMs) : null;

/** Seals, confirms, re-dates: well inside the "within seconds" of law A4. */
const jobsEveryMs = 2_000;
/** Somebody waits at the wizard. */
const importsEveryMs = 700;

export async function openHouse(
  cellar: Cellar,
  { log: told, publicUrl, behindProxy = false, tls }: HouseOptions,
): Promise<House> {
  const { database, store, engine, vault, now } = cellar;
  const metrics = new Metrics({ database, data: cellar.data, now });
  const log = metrics.heard(told);
  const app = buildApp(tls === undefined ? { log, behindProxy } : { log, tls });
  const watch = new ClockWatch(database);
  const accounts = accountParts(cellar, publicUrl);
  const meant = async (find: typeof actorOf, request: FastifyRequest) => {
    const found = await find(request, accounts);
    // Several people share a phone and its cookie: one's outbox never goes out under another's session (law S5).
    const named = request.headers['x-yimi-user'];
    const another = !isProblem(found) && named !== undefined && named !== found.userId;
    return another ? problem('unauthenticated', 'auth.another-person') : found;
  };
  const actor = (request: FastifyRequest) => meant(actorOf, request);
  const sender = (request: FastifyRequest) => meant(senderOf, request);
  const asSystem = (countyId: string, name: string, input: unknown) =>
    pushAsSystem(engine, countyId, systemEnvelope(name, input, now()));
  const files = { database, engine, now, actorOf: actor, vault };
  accountRoutes(app, accounts);
  depositRoutes(app, { ...accounts, store, files: vault });
  syncRoutes(app, { engine, store, now, actorOf: actor, senderOf: sender, watch, epochs: cellar.epochs });
  fileRoutes(app, files);
  const reads = { database, store, catalogue, now, actorOf: actor, places: new PlacesShelf() };
  readRoutes(app, reads);
  loadRoute(app, { ...reads, owner: cellar.owner });
  registerRoutes(app, reads);
  certificateRoutes(app, reads, publicUrl);
  pointRoutes(app, reads, publicUrl);
  reportRoutes(app, { ...reads, pushAsSystem: asSystem });
  const imports = openImports(app, {
    database,
    store,
    keyring: cellar.keyring,
    engine,
    now,
    random: accounts.random,
    actorOf: actor,
    log,
    data: cellar.data,
  });
  await publicRoutes(app, {
    ...{ database, now, vault, publicUrl, pepper: cellar.secrets.pepper, random: accounts.random },
    push: (countyId, envelope) => pushAsSystem(engine, countyId, envelope),
  });
  addRoute(app, reads, ratingLinkRoute({ pepper: cellar.secrets.pepper, publicUrl }));
  await pageRoutes(app);
  addRoute(app, reads, statusRoute({ data: cellar.data, jobs: () => jobs.report() }));
  healthRoutes(app, database);
  const jobs = new Jobs({
    database,
    engine,
    now,
    log,
    ofHouse: [{ name: 'fold-areas', run: () => foldAreas(database) }],
    others: [
      {
        name: 'import-divisions',
        run: (countyId) => goOnImporting({ database, owner: cellar.owner, engine, now }, countyId),
      },
      { name: 'look-alike', run: (countyId) => lookForAlike({ database, engine, now }, countyId) },
      { name: 'fill-sound-keys', run: (countyId) => fillSoundKeys({ database, engine, now }, countyId) },
      { name: 'refresh-groups', run: (countyId) => refreshGroups({ database, engine, now }, countyId) },
      { name: 'meal-rounds', run: (countyId) => mealRounds({ database, engine, now }, countyId) },
      { name: 'check-in-codes', run: (countyId) => checkInCodes({ database, engine, now }, countyId) },
      { name: 'late-reports', run: (countyId) => alertLateReports({ database, engine, now }, countyId) },
      { name: 'return-vouchers', run: (countyId) => returnLapsed({ database, engine, now }, countyId) },
      { name: 'lay-out-needs', run: (countyId) => layOutNeeds({ database, engine, now }, countyId) },
      { name: 'retention', run: (countyId) => keepPeriods({ database, engine, vault, now }, countyId) },
      { name: 'seal-audit', run: (countyId) => sealAudit(database, countyId) },
      { name: 'forget-attempts', run: () => clearForgotten(database, now()) },
      { name: 'forget-counts', run: () => forgetCounts(database, now()) },
      { name: 'confirm-files', run: (countyId) => confirmArrived(files, countyId) },
    ],
  });
  jobs.start(jobsEveryMs);
  imports.start(importsEveryMs);
  const close = async () => {
    watch.stop();
    await imports.stop();
    await jobs.stop();
    await app.close();
  };
  return { app, jobs, metrics: metricsApp(metrics, database), close };
}
