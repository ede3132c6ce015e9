/**
 * The server as these tests need it: the real engine on the memory store, vite for the page, the real tus server for files,
 * and the routes of the contract in a few lines each. What it took in can be asked for afterwards.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FileStore } from '@tus/file-store';
import { EVENTS, Server as TusServer } from '@tus/server';
import { isProblem } from '@yimi/kernel';
import { PullRequest, PushRequest } from '@yimi/protocol';
import { evidence } from '@yimi/services';
import type { StoredRow } from '@yimi/sync';
import { MemoryStore } from '@yimi/sync';
import { createServer as createVite } from 'vite';
import * as z from 'zod/mini';
import type { World } from '../../../../tests/world/world.ts';
import { countyId, smallCounty, who } from '../../../../tests/world/world.ts';
import { phoneCatalogue } from '../../../phone-catalogue.ts';
import { openDeposit, openDepositedFile, openDepositedFileKey } from '../../../server/deposits/sealed-box.ts';
import { postsOf } from '../../../server/engine.ts';
import { packAnswer, packBody, packedType, unpackBody } from '../../../server/sync/packed.ts';

const people = new Map([
  ['wei', { userId: who.wei, name: '韦小妹' }],
  ['qin', { userId: who.qin, name: '覃大海' }],
  ['lan', { userId: who.lan, name: '蓝秀英' }],
]);
const SignIn = z.object({ login: z.string(), password: z.string() });
const Deposits = z.object({ deviceId: z.string(), depositToken: z.string(), entries: z.array(z.string()) });

const root = resolve(import.meta.dirname, '../../../..');
/** The world's day began at this instant; the page is given the same clock. */
const begun = Date.now();
const worldStart = Date.parse('2026-03-10T09:00:00+08:00');
const worldNow = (): number => worldStart + Date.now() - begun;

export class SmallServer {
  readonly world: World;
  readonly #store: MemoryStore;
  readonly #folder = mkdtempSync(join(tmpdir(), 'yimi-device-'));
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #tus: TusServer;
  readonly #stops: (() => Promise<unknown>)[] = [];
  /** Hashes of files that came, by which way. */
  readonly arrived = new Map<string, 'upload' | 'deposit'>();
  readonly pushes: { userId: string; ids: string[] }[] = [];
  /** Like a village without a mast: every request is cut. */
  cut = false;
  /** The server does what it is told, and its answer never arrives. */
  loseAnswers = false;
  /** So that a test can tell what goes out by sync from what is handed in. */
  refuseDeposits = false;
  /** The visit whose command the edge refuses, together with its whole batch. */
  refusedAtEdge: string | null = null;
  /** Which life of its data this is. */
  epoch = '1';
  port = 0;
  readonly #events = new Set<ServerResponse>();

  constructor(world: World, store: MemoryStore) {
    this.world = world;
    this.#store = store;
    this.#tus = new TusServer({ path: '/api/files', datastore: new FileStore({ directory: this.#folder }) });
    this.#tus.on(EVENTS.POST_FINISH, (_request, _response, upload) => {
      const bytes = readFileSync(join(this.#folder, upload.id));
      void this.#arrive(createHash('sha256').update(bytes).digest('hex'), 'upload');
    });
  }

  static async start(): Promise<SmallServer> {
    const store = new MemoryStore();
    const server = new SmallServer(await smallCounty(1, store), store);
    await server.#listen();
    return server;
  }

  async #listen(): Promise<void> {
    const http = createHttpServer();
    const vite = await createVite({
      configFile: false,
      root: join(root, 'apps/phone'),
      cacheDir: join(this.#folder, 'vite'),
      appType: 'custom',
      logLevel: 'error',
      optimizeDeps: { noDiscovery: true, include: ['dexie', 'zod', 'tus-js-client', 'pinyin-pro'] },
      server: { middlewareMode: true, hmr: false, ws: false, watch: null, fs: { strict: false } },
    });
    http.on('request', (request, response) => {
      if (this.cut) return void response.destroy();
      if (this.loseAnswers && request.url === '/api/sync/push') losesItsAnswer(response);
      if (request.url?.startsWith('/api/') === true) return void this.#api(request, response);
      if (request.url === '/') {
        response.setHeader('content-type', 'text/html');
        return void response.end(
          `<!doctype html><title>device</title><script type="module">const yimi = await import("/device/index.ts"); const part = await import("/device/opened-part.ts"); globalThis.yimi = { ...yimi, openDevice: () => yimi.openDevice(() => Promise.resolve(part)) }; globalThis.readings = await import("/device/pinyin.ts"); const { phoneCatalogue } = await import("/@fs${root}/apps/phone-catalogue.ts"); globalThis.rowsOf = (name) => globalThis.user.replica.rows(phoneCatalogue().table(name))</script>`,
        );
      }
      vite.middlewares(request, response);
    });
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    const address = http.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#stops.push(
      () => vite.close(),
      () =>
        new Promise((done) => {
          http.close(done);
          http.closeAllConnections();
        }),
    );
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) await stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @returns what brings the server back to this moment, as another epoch */
  backup(): () => void {
    const county = this.#store.county(countyId);
    const kept = (['rows', 'clocks', 'gone', 'receipts', 'contributions'] as const).map((part) => {
      const content: (readonly [string, unknown])[] = [...county[part]];
      return [
        part,
        content.map(([key, value]) => [key, value instanceof Map ? new Map(value) : value] as const),
      ] as const;
    });
    return () => {
      for (const [part, content] of kept) {
        const map: Map<string, unknown> = county[part];
        map.clear();
        for (const [key, value] of content) map.set(key, value);
      }
      this.epoch = `${Number(this.epoch) + 1}`;
    };
  }

  rows(table: { name: string }): StoredRow[] {
    return [...(this.#store.county(countyId).rows.get(table.name)?.values() ?? [])];
  }

  get listeners(): number {
    return this.#events.size;
  }

  tell(scopes: readonly string[]): void {
    for (const response of this.#events) response.write(`event: moved\ndata: ${JSON.stringify(scopes)}\n\n`);
  }

  get now(): number {
    return worldNow();
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  async #api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const say = (status: number, body?: unknown): void => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (path.startsWith('/api/deposit') && this.refuseDeposits) return say(503);
    if (path === '/api/deposit')
      return say(200, await this.#deposit(Deposits.parse(JSON.parse((await bodyOf(request)).toString()))));
    if (path === '/api/deposit/files') return say(201, await this.#depositFile(request.headers, await bodyOf(request)));
    if (path === '/api/session' && request.method === 'POST') return this.#signIn(request, response, say);
    const userId = /yimi_session=([0-9a-f-]{36})/.exec(request.headers.cookie ?? '')?.[1];
    if (userId === undefined)
      return say(401, { problem: true, code: 'accounts.signed-out', kind: 'unauthenticated', details: {} });
    if (path === '/api/session' && request.method === 'DELETE') {
      response.setHeader('set-cookie', 'yimi_session=; Max-Age=0; Path=/');
      return say(204);
    }
    if (path === '/api/session') return say(200, { me: await this.#me(userId) });
    if (path === '/api/sync/events') return this.#listenTo(response);
    if (path.startsWith('/api/sync/')) return this.#sync(path, userId, request, response);
    if (path === '/api/files/owed') return say(200, []);
    if (path.startsWith('/api/files')) return void this.#tus.handle(request, response);
    say(404);
  }

  async #signIn(
    request: IncomingMessage,
    response: ServerResponse,
    say: (status: number, body?: unknown) => void,
  ): Promise<void> {
    const { login, password } = SignIn.parse(JSON.parse((await bodyOf(request)).toString()));
    const person = people.get(login);
    if (person === undefined || password !== 'right') {
      return say(401, { problem: true, code: 'accounts.wrong-password', kind: 'unauthenticated', details: {} });
    }
    response.setHeader('set-cookie', `yimi_session=${person.userId}; Path=/; HttpOnly; SameSite=Strict`);
    say(200, { me: await this.#me(person.userId) });
  }

  async #me(userId: string): Promise<unknown> {
    const [login, person] = [...people].find(([, one]) => one.userId === userId) ?? ['', { name: '' }];
    const posts = await this.world.store.snapshot(countyId, (snapshot) => postsOf(snapshot, userId, worldNow()));
    const depositKey = this.#keys.publicKey.export({ format: 'jwk' });
    const roles = posts.map((post) => post.role);
    return {
      userId,
      countyId,
      countyName: '三江县',
      name: person.name,
      login,
      posts,
      roles,
      depositKey,
      depositToken: `token ${userId}`,
      serverTime: worldNow(),
    };
  }

  /** Packed both ways, as phones speak. */
  async #sync(path: string, userId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const sayPacked = (body: Buffer): void => {
      response.writeHead(200, { 'content-type': packedType }).end(body);
    };
    this.world.now = worldNow();
    const transport = this.world.transport(userId);
    if (path === '/api/sync/push') {
      const { batch, epoch } = PushRequest.parse(await unpackBody(await bodyOf(request), 4_000_000));
      if (epoch !== undefined && epoch !== this.epoch)
        return sayPacked(await packBody({ epoch: this.epoch, outcomes: [] }));
      if (this.refusedAtEdge !== null && JSON.stringify(batch).includes(this.refusedAtEdge)) {
        return say(400, { problem: true, code: 'http.wrong-shape', kind: 'invalid', details: {} });
      }
      this.pushes.push({ userId, ids: batch.map((envelope) => envelope.id) });
      return sayPacked(await packBody({ epoch: this.epoch, ...(await transport.push(batch)) }));
    }
    if (path.startsWith('/api/sync/news')) return say(200, {});
    const asked = PullRequest.parse(await unpackBody(await bodyOf(request), 4_000_000));
    const other = asked.epoch !== undefined && asked.epoch !== this.epoch;
    const nothing = { parts: [], dropped: [], more: true, serverTime: worldNow() };
    const answer = { epoch: this.epoch, ...(other ? nothing : await transport.pull(asked)) };
    return sayPacked(await packAnswer(phoneCatalogue(), answer, asked.protocol));
  }

  #listenTo(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: hello\ndata: []\n\n');
    this.#events.add(response);
    response.on('close', () => this.#events.delete(response));
  }

  async #deposit({ depositToken, entries }: z.infer<typeof Deposits>): Promise<unknown> {
    this.world.now = worldNow();
    const taken: number[] = [];
    for (const [index, text] of entries.entries()) {
      const opened = openDeposit(Buffer.from(text, 'base64'), this.#keys.privateKey);
      if (isProblem(opened) || depositToken !== `token ${opened.userId}`) continue;
      await this.world.send(opened.userId, opened.envelope);
      taken.push(index);
    }
    return { taken, outcomes: [] };
  }

  async #depositFile(headers: IncomingMessage['headers'], body: Buffer): Promise<unknown> {
    const opened = openDepositedFileKey(Buffer.from(String(headers['x-sealed-key']), 'base64'), this.#keys.privateKey);
    if (isProblem(opened)) return opened;
    const bytes = openDepositedFile(body, opened.file);
    if (isProblem(bytes)) return bytes;
    await this.#arrive(createHash('sha256').update(bytes).digest('hex'), 'deposit');
    return { arrived: true };
  }

  async #arrive(sha256: string, way: 'upload' | 'deposit'): Promise<void> {
    this.arrived.set(sha256, way);
    for (const { row } of this.rows(evidence)) {
      if (row.sha256 !== sha256 || row.arrivedAt !== null) continue;
      await this.world.system('services.confirm-evidence', { evidenceId: row.id, arrivedAt: worldNow() });
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

function losesItsAnswer(response: ServerResponse): void {
  response.end = () => response.destroy();
}
