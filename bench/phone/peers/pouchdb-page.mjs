/** The same station on PouchDB: people first, then visits, each a database of its own. */
import PouchDB from 'pouchdb';
import find from 'pouchdb-find';

PouchDB.plugin(find);
const options = { batch_size: 1_000, batches_limit: 2 };
const clients = new PouchDB('clients');
const visits = new PouchDB('visits');
const there = (name) => `${location.origin}/${name}`;

globalThis.peer = {
  async people() {
    await clients.replicate.from(there('clients'), options);
    await clients.createIndex({ index: { fields: ['initials'] } });
    await this.find('');
  },
  rest: () => visits.replicate.from(there('visits'), options),
  async find(initials) {
    const { docs } = await clients.find({ selector: { initials } });
    return docs.map((row) => row.name);
  },
  record: (rows) => visits.bulkDocs(rows.map(({ id, ...row }) => ({ _id: id, ...row }))),
  async sync() {
    await visits.replicate.to(there('visits'), options);
    await clients.replicate.from(there('clients'), options);
    await visits.replicate.from(there('visits'), options);
  },
};
