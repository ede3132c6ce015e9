/**
 * A door in front of the running house whose phone app can be exchanged for another build, and whose API can be shut, as a
 * roll-out and a dead mast look from the phone. Everything else goes through as it is.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { request as ask, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** The phone's real build under a version of our choosing. @returns its folder */
export async function buildPhone(version: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), `yimi-e2e-build-${version}-`));
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      configFile: join(import.meta.dirname, '../../apps/phone/vite.config.ts'),
      logLevel: 'error',
      define: { __APP_VERSION__: JSON.stringify(version) },
      build: { outDir, emptyOutDir: true },
    });
  } finally {
    process.env.NODE_ENV = before;
  }
  return outDir;
}

export class Front {
  readonly #house: URL;
  readonly #server: Server;
  readonly #folders = new Set<string>();
  #app = '';
  /** Requests to the API are cut off; the pages still come. */
  apiShut = false;

  private constructor(house: string) {
    this.#house = new URL(house);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async before(house: string, app: string): Promise<Front> {
    const front = new Front(house);
    front.serve(app);
    await new Promise<void>((done) => front.#server.listen(0, '127.0.0.1', done));
    return front;
  }

  /** From now on this build is what the server has. */
  serve(app: string): void {
    this.#app = app;
    this.#folders.add(app);
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://localhost:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (path.startsWith('/phone/')) return this.#file(path.slice('/phone/'.length) || 'index.html', response);
    if (this.apiShut && path.startsWith('/api/')) return void response.destroy();
    const { hostname, port } = this.#house;
    const { method, headers, url } = request;
    const onward = ask({ hostname, port, method, headers, path: url }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  async #file(name: string, response: ServerResponse): Promise<void> {
    try {
      const body = await readFile(join(this.#app, name));
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'cache-control': 'no-cache',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
