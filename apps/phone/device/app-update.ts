/**
 * The app's own update. A new version is fetched in the background and waits; it takes over when the person agrees, or by
 * itself at the next cold start, when no page of the old one is open. What is unsent lies in the databases and is not
 * touched by either.
 */
let ready = false;
let registration: ServiceWorkerRegistration | null = null;
const listeners = new Set<() => void>();

export function updateReady(): boolean {
  return ready;
}

export function onUpdateReady(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Registers the worker. Call once from the app's entry, in production builds. @param url such as `/phone/sw.js` */
export async function startWorker(url: string): Promise<void> {
  if ('serviceWorker' in navigator) watch(await navigator.serviceWorker.register(url));
}

/** The server has said that this version is too old: the new one is looked for now and not at the browser's leisure. */
export async function lookForUpdate(): Promise<void> {
  // Without a connection there is nothing to find.
  await registration?.update().catch(() => undefined);
}

function watch(found: ServiceWorkerRegistration): void {
  registration = found;
  const check = (): void => {
    // Without a controller this is the first installation and not an update.
    if (found.waiting === null || navigator.serviceWorker.controller === null) return;
    ready = true;
    for (const listener of listeners) listener();
  };
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', check));
  check();
}

/** The person agreed: the new version takes over and the page begins anew. */
export async function applyUpdate(): Promise<void> {
  const waiting = registration?.waiting ?? null;
  if (waiting === null) return;
  const taken = new Promise<void>((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
  });
  waiting.postMessage({ type: 'SKIP_WAITING' });
  await taken;
  location.reload();
}

/** Where the browser has Background Sync, it wakes the worker when the network returns, even with the app closed. */
export async function askForBackgroundDeposit(): Promise<void> {
  if (registration?.active == null || !('sync' in registration)) return;
  const { sync } = registration;
  if (typeof sync !== 'object' || sync === null || !('register' in sync) || typeof sync.register !== 'function') return;
  // Refused where the person has forbidden it; the app's own occasions remain.
  await Promise.resolve(sync.register('yimi-deposits')).catch(() => undefined);
}
