/**
 * The floor: one fetch of one fixed, published payload of the same records, parsed, and one committed put a table. The
 * payload is plain: an object a record, all columns by name, as gzip sends it. Nothing of the app runs.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Handset } from './handset.ts';
import { Link } from './link.ts';

export async function floorSeconds(tables: Readonly<Record<string, readonly unknown[]>>) {
  const payload = gzipSync(JSON.stringify(tables));
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    const head = isPage ? { 'content-type': 'text/html' } : { 'content-encoding': 'gzip' };
    response.writeHead(200, head).end(isPage ? '<!doctype html>' : payload);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const link = await Link.to(`http://localhost:${(server.address() as AddressInfo).port}`);
  const phone = await Handset.fresh();
  await phone.switchOn();
  await phone.page.goto(link.origin);
  const begun = performance.now();
  await phone.page.evaluate(async () => {
    const tables: Record<string, { id: string }[]> = await (await fetch('/records')).json();
    const opened = indexedDB.open('floor');
    opened.onupgradeneeded = () => opened.result.createObjectStore('tables');
    await new Promise((done) => {
      opened.onsuccess = done;
    });
    const writing = opened.result.transaction('tables', 'readwrite', { durability: 'strict' });
    for (const [name, rows] of Object.entries(tables)) writing.objectStore('tables').put(rows, name);
    await new Promise((done) => {
      writing.oncomplete = done;
    });
  });
  const seconds = (performance.now() - begun) / 1000;
  await phone.throwAway();
  await link.close();
  server.close();
  return { seconds, bytes: payload.length };
}
