/**
 * The service worker of one merchant's page: what was fetched lies ready for when there is no network. It keeps nothing that is
 * sent, and forgets an address that the house no longer knows.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const tillShelf = 'yimi-till-1';
/** Then what lies ready is shown: a till does not wait longer. */
const fetchMs = 6_000;

async function freshOrKept(request: Request): Promise<Response> {
  const kept = await caches.open(tillShelf);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(fetchMs) });
    if (answer.ok) await kept.put(request, answer.clone());
    if (answer.status === 404) await kept.delete(request);
    return answer;
  } catch {
    return (await kept.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET') event.respondWith(freshOrKept(event.request));
});
