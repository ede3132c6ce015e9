/** Puts commands into envelopes: ids, times, and the scopes they touch, so that the engine locks them at once (law S10). */

import { activitiesModule, activitiesOffice } from '@yimi/activities';
import { formsModule } from '@yimi/forms';
import type { Day, ScopeKey } from '@yimi/kernel';
import { derivedId, scopes } from '@yimi/kernel';
import { mealsModule, mealsOffice } from '@yimi/meals';
import { needsModule, needsOffice } from '@yimi/needs';
import { network, networkOffice } from '@yimi/network';
import { people, peopleOffice } from '@yimi/people';
import type { Envelope } from '@yimi/protocol';
import { services, servicesOffice } from '@yimi/services';
import { volunteersModule, volunteersOffice } from '@yimi/volunteers';
import type { Client } from './clients.ts';
import type { Random } from './random.ts';
import type { Person } from './staff.ts';
import type { PlannedVisit } from './year.ts';

const modules = [network, people, services, needsModule, activitiesModule, volunteersModule, formsModule, mealsModule];
const office = [
  ...[...networkOffice, ...peopleOffice, ...servicesOffice, ...needsOffice, ...volunteersOffice],
  ...activitiesOffice,
  ...mealsOffice,
];
const versions = new Map(
  [...modules.flatMap((module) => module.commands), ...office].map((one) => [one.name, one.version]),
);

export class Stamp {
  readonly #random: Random;
  #last = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** The server's clock: at the wanted time or, when that has passed, some seconds after the last batch. */
  arrive(wanted: number): number {
    this.#last = Math.max(wanted, this.#last + 4000);
    return this.#last;
  }

  command(name: string, input: unknown, occurredAt: number, hints: readonly ScopeKey[]): Envelope {
    const v = versions.get(name);
    if (v === undefined) throw new Error(`no command ${name}`);
    return {
      id: this.#random.id(occurredAt),
      name,
      v,
      occurredAt,
      input,
      dependsOn: [],
      mends: null,
      hints: [...hints],
    };
  }

  /** Where a visit is written: the village, its author's copy, the card of the volunteer whose person it is. */
  #aboutVisit(client: Client, author: Person): ScopeKey[] {
    const hints = [scopes.room(client.village.id), scopes.self(author.userId)];
    if (client.volunteer !== null && client.volunteer !== author) hints.push(scopes.self(client.volunteer.userId));
    return hints;
  }

  visit(visit: PlannedVisit): Envelope {
    const { visitId, client, at, mode, result, text, needs, photo } = visit;
    const files =
      photo === null
        ? []
        : [
            {
              id: evidenceId(visit),
              kind: 'photo',
              sha256: photo.sha256,
              mime: photo.mime,
              bytes: photo.bytes.length,
              takenAt: at - 90_000,
            },
          ];
    const input = {
      visitId,
      clientId: client.id,
      visitedAt: at,
      mode,
      result,
      findings: text,
      needs: [...needs],
      files,
    };
    // Typed while leaving the house.
    const written = at + this.#random.between(1, 9) * 60_000;
    return this.command('services.record-visit', input, written, this.#aboutVisit(client, visit.author));
  }

  withdrawal(visit: PlannedVisit, reason: string, at: number): Envelope {
    return this.command(
      'services.withdraw-visit',
      { visitId: visit.visitId, reason },
      at,
      this.#aboutVisit(visit.client, visit.author),
    );
  }

  arrival(visit: PlannedVisit, at: number): Envelope {
    return this.command(
      'services.confirm-evidence',
      { evidenceId: evidenceId(visit), arrivedAt: at },
      at,
      this.#aboutVisit(visit.client, visit.author),
    );
  }

  /** reviewed, questioned, rejected, answered: the record and its author's copy. */
  reading(name: string, visit: PlannedVisit, more: Record<string, string>, at: number): Envelope {
    return this.command(name, { visitId: visit.visitId, ...more }, at, this.#aboutVisit(visit.client, visit.author));
  }

  endPost(person: Person, lastDay: Day, at: number): Envelope {
    const hints = [scopes.self(person.userId)];
    if (person.station !== null) hints.push(scopes.station(person.station.id));
    return this.command('network.end-post', { postId: person.postId, userId: person.userId, lastDay }, at, hints);
  }
}

function evidenceId(visit: PlannedVisit): string {
  return derivedId(visit.visitId, 'photo');
}
