/**
 * Uploads by tus 1.0: resumable over cuts and restarts. The part that has come is a plain file whose length is the offset,
 * so a crash can only shorten it; the hash over the whole decides at the end. An upload belongs to who began it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import * as z from 'zod';
import { statusOf } from '../http/problems.ts';
import { mimes } from './contents.ts';
import { largestFile, noSuchFile, tooLarge, tooManyUploads, wrongMetadata } from './problems.ts';
import type { FileVault } from './vault.ts';

export const uploadsPath = '/api/files/uploads';
/** A phone sends one file after another; more open ones than this are forgotten, or hostile. */
const mostOpen = 40;
const keptFor = 7 * 86_400_000;

export interface Uploader {
  readonly countyId: string;
  readonly userId: string;
}

const Metadata = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mime: z.enum(mimes),
  kind: z.enum(['photo', 'voice']),
});

function refuse(problem: Problem): never {
  // The library's way of refusing: status and body, thrown.
  throw { status_code: statusOf(problem), body: JSON.stringify(problem) };
}

function metadataOf(sent: Record<string, string | null> | undefined): z.infer<typeof Metadata> {
  const parsed = Metadata.safeParse(sent ?? {});
  if (!parsed.success) return refuse(wrongMetadata(String(parsed.error.issues[0]?.path[0] ?? 'metadata')));
  return parsed.data;
}

export class Uploads {
  readonly #tus: Server;
  readonly #store: FileStore;
  readonly #vault: FileVault;
  readonly #arrived: (countyId: string, sha256: string) => Promise<void>;
  readonly #folder: string;
  /** The library hands its hooks the headers as they were sent; who sends is known from the session alone. */
  readonly #uploader = new AsyncLocalStorage<Uploader>();

  /** @param arrived told of each kept file, before the phone is */
  constructor(vault: FileVault, arrived: (countyId: string, sha256: string) => Promise<void>) {
    this.#vault = vault;
    this.#arrived = arrived;
    this.#folder = join(vault.arriving, 'tus');
    this.#store = new FileStore({ directory: this.#folder, expirationPeriodInMilliseconds: keptFor });
    this.#tus = new Server({
      path: uploadsPath,
      datastore: this.#store,
      relativeLocation: true,
      respectForwardedHeaders: false,
      maxSize: largestFile,
      namingFunction: () => `${this.#owner()}.${randomUUID()}`,
      onIncomingRequest: async (request, id) => {
        if (request.method !== 'POST' && !id.startsWith(`${this.#owner()}.`)) refuse(noSuchFile());
        if (request.method === 'DELETE') refuse(noSuchFile());
      },
      onUploadCreate: async (_request, upload) => {
        metadataOf(upload.metadata);
        if (upload.size === undefined || upload.size > largestFile) refuse(tooLarge());
        await this.#limit(this.#owner());
        return {};
      },
      onUploadFinish: async (_request, upload) => this.#finish(upload.id, upload.metadata),
      onResponseError: (_request, error) =>
        'status_code' in error && error.status_code === 413
          ? { status_code: 400, body: JSON.stringify(tooLarge()) }
          : undefined,
    });
  }

  handle(uploader: Uploader, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') request.url = uploadsPath;
    return this.#uploader.run(uploader, () => this.#tus.handle(request, response));
  }

  #owner(): string {
    const uploader = this.#uploader.getStore();
    if (uploader === undefined) throw new Error('an upload outside a request');
    return `${uploader.countyId}.${uploader.userId}`;
  }

  async #limit(owner: string): Promise<void> {
    const open = (await this.#store.configstore.list?.()) ?? [];
    if (open.filter((id) => id.startsWith(`${owner}.`)).length >= mostOpen) refuse(tooManyUploads(mostOpen));
  }

  async #finish(id: string, sent: Record<string, string | null> | undefined): Promise<Record<string, never>> {
    const metadata = metadataOf(sent);
    const [countyId = '', userId = ''] = id.split('.');
    const about = { countyId, userId, kind: metadata.kind, mime: metadata.mime };
    const refused = await this.#vault.keepFile(metadata.sha256, join(this.#folder, id), about);
    await this.#store.configstore.delete(id);
    if (isProblem(refused)) refuse(refused);
    await this.#arrived(countyId, metadata.sha256);
    return {};
  }

  clearForgotten(): Promise<number> {
    return this.#store.deleteExpired();
  }
}
