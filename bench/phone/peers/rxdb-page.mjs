/** The same station on RxDB with its Dexie storage: people first, then visits, each a collection of its own. */
import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const batch = 1_000;
const text = { type: 'string', maxLength: 60 };
const replications = [];
let database = null;

async function json(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  return answer.json();
}

async function collection(name, columns) {
  const properties = Object.fromEntries(columns.map((column) => [column, {}]));
  const schema = {
    version: 0,
    type: 'object',
    primaryKey: 'id',
    properties: { ...properties, id: text, ...(name === 'clients' ? { initials: text } : {}) },
    required: name === 'clients' ? ['id', 'initials'] : ['id'],
    indexes: name === 'clients' ? ['initials'] : [],
  };
  const { [name]: made } = await database.addCollections({ [name]: { schema } });
  const replication = replicateRxCollection({
    collection: made,
    replicationIdentifier: name,
    live: true,
    pull: {
      batchSize: batch,
      handler: (checkpoint, limit) => json(`/pull/${name}?after=${checkpoint?.after ?? 0}&limit=${limit}`),
    },
    push: { batchSize: batch, handler: (rows) => json(`/push/${name}`, rows) },
  });
  replications.push(replication);
  await replication.awaitInitialReplication();
}

globalThis.peer = {
  async people(columns) {
    database = await createRxDatabase({ name: 'station', storage: getRxStorageDexie() });
    await collection('clients', columns);
  },
  rest: (columns) => collection('visits', columns),
  async find(initials) {
    const found = await database.clients.find({ selector: { initials } }).exec();
    return found.map((row) => row.name);
  },
  record: (rows) => database.visits.bulkInsert(rows),
  async sync() {
    for (const replication of replications) replication.reSync();
    for (const replication of replications) await replication.awaitInSync();
  },
};
