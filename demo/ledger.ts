/**
 * The months before the stations took up Yimi: their visits stood in paper ledgers (台账), read and signed, and come in as an
 * import, village by village. Only what was recorded since then came from phones, one command a visit.
 */
import type { Day, ScopeKey } from '@yimi/kernel';
import { scopes } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { CountyPlan } from './plan.ts';
import type { Person } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { PlannedVisit } from './year.ts';

const rowsPerCommand = 100;

export class Ledger {
  readonly #stamp: Stamp;
  readonly #readers: ReadonlyMap<string, readonly [Person, Person]>;
  /** By village. */
  readonly #pages = new Map<string, PlannedVisit[]>();

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#stamp = stamp;
    const readers = plan.stations.flatMap((station): [string, readonly [Person, Person]][] => {
      const here = plan.staff.filter((person) => person.station === station && person.lastDay === null);
      const head = here.find((person) => person.role === 'station-head');
      const second = here.find((person) => person.role === 'station-worker');
      return head === undefined || second === undefined ? [] : [[station.id, [head, second]]];
    });
    this.#readers = new Map(readers);
  }

  enter(visit: PlannedVisit): void {
    // Somebody who wrote a visit down twice on paper had it struck out on paper.
    if (visit.repeated) return;
    const { id } = visit.client.village;
    this.#pages.set(id, [...(this.#pages.get(id) ?? []), visit]);
  }

  /** By station, the commands that import its villages' pages. */
  *imports(at: number, day: Day): Generator<{ stationId: string; envelopes: Envelope[] }> {
    const byStation = Map.groupBy(this.#pages.values(), (page) => page[0]?.client.village.station.id ?? '');
    for (const [stationId, pages] of byStation) {
      const envelopes = pages.flatMap((page) => this.#commands(stationId, page, at, day));
      yield { stationId, envelopes };
    }
  }

  #commands(stationId: string, page: readonly PlannedVisit[], at: number, day: Day): Envelope[] {
    const envelopes: Envelope[] = [];
    for (let from = 0; from < page.length; from += rowsPerCommand) {
      const part = page.slice(from, from + rowsPerCommand);
      const rows = part.map((visit) => this.#row(stationId, visit));
      const input = { stationId, ledger: `${part[0]?.client.village.name ?? ''}探访台账`, importedOn: day, rows };
      envelopes.push(this.#stamp.command('services.import-visits', input, at, hintsOf(part)));
    }
    return envelopes;
  }

  #row(stationId: string, visit: PlannedVisit) {
    const { visitId, client, author, at, mode, result, text, needs } = visit;
    const [head, second] = this.#readers.get(stationId) ?? [];
    const reader = author === head ? second : head;
    return {
      visitId,
      clientId: client.id,
      visitedAt: at,
      authorId: author.userId,
      authorRole: author.role,
      mode,
      result,
      findings: text,
      needs: [...needs],
      reviewedBy: reader?.userId ?? null,
    };
  }
}

function hintsOf(part: readonly PlannedVisit[]): ScopeKey[] {
  const hints = part.flatMap(({ client, author }) => [
    scopes.room(client.village.id),
    scopes.self(author.userId),
    ...(client.volunteer === null ? [] : [scopes.self(client.volunteer.userId)]),
  ]);
  return [...new Set(hints)].sort().slice(0, 32);
}
