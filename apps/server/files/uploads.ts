/**
 * Uploads by tus 1.0: resumable over cuts and restarts. The part that has come is a plain file whose length is the offset,
 * so a crash can only shorten it; the hash over the whole decides at the end. An upload belongs to who began it. Uploads
 * that nobody goes on with are swept up here: the library's own expiry asks for a finished upload again, which is gone.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import * as z from 'zod';
import { statusOf } from '../http/problems.ts';
import { mimes } from './contents.ts';
import {
  largestFile,
  noSuchFile,
  tooLarge,
  uploadStopped,
  wrongMetadata,
  wrongOffset,
  wrongUpload,
} from './problems.ts';
import type { FileVault } from './vault.ts';

export const uploadsPath = '/api/files/uploads';
/** A phone sends one file after another; of more open ones than this, the oldest is forgotten. */
const mostOpen = 40;
const keptForMs = 7 * 86_400_000;
const sweptEveryMs = 3_600_000;

export interface Uploader {
  readonly countyId: string;
  readonly userId: string;
}

export interface UploadParts {
  readonly vault: FileVault;
  readonly now: () => number;
  /** Told of each kept file, before the phone is. */
  readonly arrived: (countyId: string, sha256: string) => Promise<void>;
}

const Metadata = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.enum(mimes),
  kind: z.enum(['photo', 'voice', 'file']),
});

/** The library's way of refusing: status and body, thrown. */
function refuse(problem: Problem): never {
  throw { status_code: statusOf(problem), body: JSON.stringify(problem) };
}

function metadataOf(sent: Record<string, string | null> | undefined): z.infer<typeof Metadata> {
  const parsed = Metadata.safeParse(sent ?? {});
  if (!parsed.success) return refuse(wrongMetadata(String(parsed.error.issues[0]?.path[0] ?? 'metadata')));
  return parsed.data;
}

/** What the library refuses by itself, in the words of the house. */
function ownRefusal(status: number, said: string): Problem {
  if (status === 404 || status === 410) return noSuchFile();
  if (status === 409) return wrongOffset();
  if (status === 413) return tooLarge();
  if (status >= 500 && status !== 501) return uploadStopped();
  return wrongUpload(/upload-[a-z-]+|tus-resumable|content-type/i.exec(said)?.[0].toLowerCase() ?? 'upload');
}

/** Answers every refusal with a Problem, whoever found it; an error's own text never goes out. */
class ProblemServer extends Server {
  override async write(...[context, headers, status, body]: Parameters<Server['write']>): ReturnType<Server['write']> {
    if (status < 400) return super.write(context, headers, status, body);
    const ours = body?.startsWith('{"problem":true') === true;
    const wrong = ownRefusal(status, body ?? '');
    headers.set('Content-Type', 'application/json; charset=utf-8');
    return super.write(context, headers, ours ? status : statusOf(wrong), ours ? body : JSON.stringify(wrong));
  }
}

export class Uploads {
  readonly #tus: Server;
  readonly #store: FileStore;
  readonly #parts: UploadParts;
  readonly #folder: string;
  /** Who asks, from the session: the library's hooks see only what was sent, and its headers can be forged. */
  readonly #asking = new AsyncLocalStorage<Uploader>();
  #sweptAt = 0;

  constructor(parts: UploadParts) {
    this.#parts = parts;
    this.#folder = join(parts.vault.arriving, 'tus');
    // Before the library does, which would let other users of the machine in.
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#store = new FileStore({ directory: this.#folder });
    this.#tus = new ProblemServer({
      path: uploadsPath,
      datastore: this.#store,
      relativeLocation: true,
      respectForwardedHeaders: false,
      allowedOrigins: [],
      maxSize: largestFile,
      namingFunction: () => `${this.#owner()}.${randomUUID()}`,
      onIncomingRequest: async (request, id) => {
        if (request.method !== 'POST' && !id.startsWith(`${this.#owner()}.`)) refuse(noSuchFile());
      },
      onUploadCreate: async (_request, upload) => {
        metadataOf(upload.metadata);
        if (upload.size === undefined || upload.size > largestFile) refuse(tooLarge());
        await this.#sweep();
        await this.#makeRoom(this.#owner());
        return {};
      },
      onUploadFinish: async (_request, upload) => this.#finish(upload.id, upload.metadata),
    });
  }

  handle(uploader: Uploader, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') request.url = uploadsPath;
    return this.#asking.run(uploader, () => this.#tus.handle(request, response));
  }

  #owner(): string {
    const uploader = this.#asking.getStore();
    if (uploader === undefined) throw new Error('an upload outside a request');
    return `${uploader.countyId}.${uploader.userId}`;
  }

  /** Not a refusal: a phone that forgot its uploads would wait a week. Who goes on with a forgotten one begins it again. */
  async #makeRoom(owner: string): Promise<void> {
    const all = (await this.#store.configstore.list?.()) ?? [];
    const open = all.filter((id) => id.startsWith(`${owner}.`));
    if (open.length < mostOpen) return;
    const dated = await Promise.all(
      open.map(async (id) => ({ id, begun: (await this.#store.configstore.get(id))?.creation_date ?? '' })),
    );
    dated.sort((one, other) => (one.begun < other.begun ? -1 : 1));
    for (const { id } of dated.slice(0, open.length - mostOpen + 1)) {
      await this.#store.remove(id).catch(() => this.#store.configstore.delete(id));
    }
  }

  async #finish(id: string, sent: Record<string, string | null> | undefined): Promise<Record<string, never>> {
    const metadata = metadataOf(sent);
    const [countyId = '', userId = ''] = id.split('.');
    const about = { countyId, userId, kind: metadata.kind, mime: metadata.mime };
    const refused = await this.#parts.vault.keepFile(metadata.sha256, join(this.#folder, id), about);
    await this.#store.configstore.delete(id);
    if (isProblem(refused)) refuse(refused);
    await this.#parts.arrived(countyId, metadata.sha256);
    return {};
  }

  /** What has not grown for a week is not gone on with. */
  async #sweep(): Promise<void> {
    const now = this.#parts.now();
    if (now - this.#sweptAt < sweptEveryMs) return;
    this.#sweptAt = now;
    for (const folder of [this.#folder, this.#parts.vault.arriving]) {
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        const grown = entry.isFile() ? await stat(path).catch(() => null) : null;
        if (grown !== null && grown.mtimeMs < now - keptForMs) await rm(path, { force: true });
      }
    }
  }
}
