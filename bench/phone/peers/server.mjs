/**
 * The server of a peer, run in the folder that the peer is installed in: `server.mjs rxdb|pouchdb DATA`. RxDB brings no server of
 * its own; this is the least that its replication asks for (a list in order of writing, in memory). PouchDB's is
 * pouchdb-server's own Express app. DATA is `{table: rows}`; POST /made/N lets somebody else write N records.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const [name = '', dataFile = ''] = process.argv.slice(2);
const tables = JSON.parse(await readFile(dataFile, 'utf8'));
const script = await readFile('page.js');
const page = Buffer.from('<!doctype html><meta charset="utf-8"><script src="/page.js"></script>');

/** New visits by somebody else: copies of what is there, under ids of their own. */
const made = (count) => tables.visits.slice(0, count).map((row, at) => ({ ...row, id: `made-${Date.now()}-${at}` }));

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || 'null');
}

function rxdb() {
  const lists = Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, [...rows]]));
  const handle = async (request, url) => {
    const [, verb, table] = url.pathname.split('/');
    if (verb === 'pull') {
      const after = Number(url.searchParams.get('after'));
      const documents = lists[table].slice(after, after + Number(url.searchParams.get('limit')));
      return { documents, checkpoint: { after: after + documents.length } };
    }
    const written = await bodyOf(request);
    lists[table].push(...written.map((row) => row.newDocumentState));
    return [];
  };
  const answer = async (request, response) => {
    const text = JSON.stringify(await handle(request, new URL(request.url, 'http://peer')));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text));
  };
  return { answer, write: (rows) => void lists.visits.push(...rows) };
}

async function pouchdb() {
  const require = createRequire(import.meta.url);
  const PouchDB = require('pouchdb-core')
    .plugin(require('pouchdb-adapter-memory'))
    .plugin(require('pouchdb-mapreduce'))
    .plugin(require('pouchdb-replication'));
  const Memory = PouchDB.defaults({ adapter: 'memory' });
  // Before the databases: it answers only for those that were made under its eyes.
  const app = require('express-pouchdb')(Memory, { mode: 'minimumForPouchDB', inMemoryConfig: true });
  const documents = (rows) => rows.map(({ id, ...row }) => ({ _id: id, ...row }));
  for (const [table, rows] of Object.entries(tables)) {
    for (let at = 0; at < rows.length; at += 5_000)
      await new Memory(table).bulkDocs(documents(rows.slice(at, at + 5_000)));
  }
  return { answer: (request, response) => app(request, response), write: (rows) => new Memory('visits').bulkDocs(documents(rows)) };
}

const peer = name === 'rxdb' ? rxdb() : await pouchdb();
const server = createServer(async (request, response) => {
  if (request.url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  if (request.url === '/page.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  if (request.url === '/favicon.ico') return response.writeHead(404).end();
  if (request.url?.startsWith('/made/')) {
    await peer.write(made(Number(request.url.split('/')[2])));
    return response.end();
  }
  return peer.answer(request, response);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`port ${server.address().port}\n`));
