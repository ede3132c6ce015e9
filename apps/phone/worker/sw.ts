/**
 * The service worker: keeps the app's own files, so that it opens without a network, and hands in sealed work when the
 * browser wakes it (law S5). It holds nothing that anybody typed: replacing it at any moment loses nothing. A new version
 * is fetched whole in the background and waits until the person agrees or every page of the old one is closed.
 */
import { handIn } from '../device/deposit-desk.ts';

declare const self: ServiceWorkerGlobalScope & {
  /** Put in by the build: the app's files, with a revision where the name carries none. */
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

/** Background Sync, which the DOM library of TypeScript does not know. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const manifest = self.__WB_MANIFEST;
const prefix = 'yimi-shell-';
const cacheName = `${prefix}${fingerprint(JSON.stringify(manifest))}`;
const shell = new URL('index.html', self.registration.scope).href;

/** Address → the key under which this version of the file is kept. */
const kept = new Map(
  manifest.map(({ url, revision }) => {
    const address = new URL(url, self.registration.scope).href;
    return [address, revision === null ? address : `${address}?revision=${revision}`];
  }),
);

/** A file whose name carries its content is never another: what the page has just fetched does not come over the line again. */
function asked(address: string, key: string): RequestInit {
  return address === key ? {} : { cache: 'reload' };
}

/** Tells one list of files from another (FNV-1a, 32 bits); nothing secret. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // One after the other: on a poor line many at once all run into the time limit.
  for (const [address, key] of kept) {
    if ((await cache.match(key)) !== undefined) continue;
    // What the version before has in the same revision need not be fetched again.
    const found = (await caches.match(key)) ?? (await fetch(address, asked(address, key)));
    if (!found.ok) throw new Error(`${new URL(address).pathname} answered ${found.status}`);
    await cache.put(key, found);
  }
}

/** The version before stays: a page of it that is still open may yet ask for a part it has not loaded. */
async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  for (const name of old.slice(0, -1)) await caches.delete(name);
  await self.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const address = request.mode === 'navigate' ? shell : withoutSearch(request.url);
  const key = kept.get(address);
  const found = key === undefined ? undefined : await (await caches.open(cacheName)).match(key);
  return found ?? (await caches.match(address)) ?? fetch(request);
}

function withoutSearch(address: string): string {
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  return url.href;
}

/** A page in front sends by itself. */
async function depositUnlessOpen(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window' });
  if (!pages.some((page) => page.visibilityState === 'visible')) await handIn();
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const isOurs = event.request.method === 'GET' && url.href.startsWith(self.registration.scope);
  // The server's answers are never kept here: they are somebody's, and this cache is everybody's.
  if (isOurs && !url.pathname.startsWith('/api/')) event.respondWith(answer(event.request));
});

self.addEventListener('message', (event) => {
  const said: unknown = event.data;
  if (typeof said === 'object' && said !== null && 'type' in said && said.type === 'SKIP_WAITING')
    event.waitUntil(self.skipWaiting());
});

self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === 'yimi-deposits') (event as SyncEvent).waitUntil(depositUnlessOpen());
});
