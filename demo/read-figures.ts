/**
 * What the dashboards must show of the demo county, counted once more by reading the commands themselves with the plainest
 * of rules. It shares nothing with the plan that made them nor with the engine that counts them.
 */
import { dayOf, monthOf } from '@yimi/kernel';
import * as z from 'zod';
import type { Batch } from './county.ts';
import { demoCounty } from './county.ts';
import type { Options } from './scale.ts';

interface StationFigures {
  readonly name: string;
  clients: number;
  visits: number;
  /** Counted visits by month. */
  readonly byMonth: Record<string, number>;
}

export interface ExpectedFigures {
  batches: number;
  commands: number;
  refused: number;
  stations: number;
  openStations: number;
  rooms: number;
  clients: number;
  recorded: number;
  withdrawn: number;
  rejected: number;
  /** Recorded, less withdrawn and rejected. */
  visits: number;
  photos: number;
  /** State of reading at the end, of visits that count. */
  readonly review: { open: number; questioned: number; answered: number; reviewed: number };
  readonly byMonth: Record<string, number>;
  readonly byResult: Record<string, number>;
  /** People met at least once in the month, in the county. */
  readonly clientsMet: Record<string, number>;
  readonly byStation: Record<string, StationFigures>;
}

const Station = z.object({ stationId: z.string(), name: z.string(), state: z.string() });
const Room = z.object({ roomId: z.string(), stationId: z.string() });
const Person = z.object({ clientId: z.string(), roomId: z.string() });
const Visit = z.object({
  visitId: z.string(),
  clientId: z.string(),
  visitedAt: z.number(),
  result: z.string(),
  files: z.array(z.unknown()),
});
const Imported = z.object({
  rows: z.array(z.looseObject({ visitId: z.string(), reviewedBy: z.string().nullable() })),
});
const Named = z.object({ visitId: z.string() });

interface Read {
  readonly clientId: string;
  readonly stationId: string;
  readonly month: string;
  readonly result: string;
  review: 'open' | 'questioned' | 'answered' | 'reviewed';
}

export function expectedFigures(options: Options): ExpectedFigures {
  return readFigures(demoCounty(options));
}

export function readFigures(batches: Iterable<Batch>): ExpectedFigures {
  const book = new Book();
  for (const batch of batches) book.read(batch);
  return book.close();
}

class Book {
  readonly #stationOfRoom = new Map<string, string>();
  readonly #stationOfClient = new Map<string, string>();
  readonly #visits = new Map<string, Read>();
  readonly #sum: ExpectedFigures = {
    batches: 0,
    commands: 0,
    refused: 0,
    stations: 0,
    openStations: 0,
    rooms: 0,
    clients: 0,
    recorded: 0,
    withdrawn: 0,
    rejected: 0,
    visits: 0,
    photos: 0,
    review: { open: 0, questioned: 0, answered: 0, reviewed: 0 },
    byMonth: {},
    byResult: {},
    clientsMet: {},
    byStation: {},
  };

  read(batch: Batch): void {
    const refused = new Set(batch.refused.map((one) => one.envelope.id));
    this.#sum.batches += 1;
    this.#sum.commands += batch.envelopes.length;
    this.#sum.refused += refused.size;
    for (const { id, name, input } of batch.envelopes) if (!refused.has(id)) this.#command(name, input);
  }

  #command(name: string, input: unknown): void {
    if (name === 'network.add-station') this.#station(input);
    if (name === 'network.add-room') this.#room(input);
    if (name === 'people.register-client') this.#client(input);
    if (name === 'services.record-visit') this.#visit(input);
    if (name === 'services.import-visits') this.#ledger(input);
    if (name === 'services.review-visit') this.#mark(input, 'reviewed');
    if (name === 'services.question-visit') this.#mark(input, 'questioned');
    if (name === 'services.answer-question') this.#mark(input, 'answered');
    if (name === 'services.withdraw-visit') this.#drop(input, 'withdrawn');
    if (name === 'services.reject-visit') this.#drop(input, 'rejected');
  }

  #station(input: unknown): void {
    const { stationId, name, state } = Station.parse(input);
    this.#sum.stations += 1;
    if (state === 'open') this.#sum.openStations += 1;
    this.#sum.byStation[stationId] = { name, clients: 0, visits: 0, byMonth: {} };
  }

  #room(input: unknown): void {
    const { roomId, stationId } = Room.parse(input);
    this.#sum.rooms += 1;
    this.#stationOfRoom.set(roomId, stationId);
  }

  #client(input: unknown): void {
    const { clientId, roomId } = Person.parse(input);
    const stationId = this.#stationOfRoom.get(roomId) ?? '';
    this.#sum.clients += 1;
    this.#stationOfClient.set(clientId, stationId);
    const station = this.#sum.byStation[stationId];
    if (station !== undefined) station.clients += 1;
  }

  #visit(input: unknown): void {
    const { visitId, clientId, visitedAt, result, files } = Visit.parse(input);
    const stationId = this.#stationOfClient.get(clientId) ?? '';
    this.#sum.recorded += 1;
    this.#sum.photos += files.length;
    this.#visits.set(visitId, { clientId, stationId, month: monthOf(dayOf(visitedAt)), result, review: 'open' });
  }

  #ledger(input: unknown): void {
    for (const row of Imported.parse(input).rows) {
      const { visitId, reviewedBy } = row;
      this.#visit({ ...row, files: [] });
      if (reviewedBy !== null) this.#mark({ visitId }, 'reviewed');
    }
  }

  #mark(input: unknown, review: Read['review']): void {
    const visit = this.#visits.get(Named.parse(input).visitId);
    if (visit !== undefined) visit.review = review;
  }

  #drop(input: unknown, how: 'withdrawn' | 'rejected'): void {
    if (this.#visits.delete(Named.parse(input).visitId)) this.#sum[how] += 1;
  }

  close(): ExpectedFigures {
    const met = new Map<string, Set<string>>();
    for (const { clientId, stationId, month, result, review } of this.#visits.values()) {
      const station = this.#sum.byStation[stationId];
      this.#sum.visits += 1;
      this.#sum.review[review] += 1;
      add(this.#sum.byMonth, month);
      add(this.#sum.byResult, result);
      if (station !== undefined) {
        station.visits += 1;
        add(station.byMonth, month);
      }
      if (result !== 'home') continue;
      met.set(month, (met.get(month) ?? new Set()).add(clientId));
    }
    for (const [month, clients] of met) this.#sum.clientsMet[month] = clients.size;
    return this.#sum;
  }
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
