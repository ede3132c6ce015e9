/**
 * GET /api/registers: which registers there are for this reader, with their columns and saved views. POST
 * /api/registers/rows: a page of one, the first with its sums. What is asked travels in the body, for a purpose is no
 * matter for an address.
 */
import type { Problem } from '@yimi/kernel';
import { isProblem } from '@yimi/kernel';
import type { RegisterName } from '@yimi/services';
import { registerNames, registers } from '@yimi/services';
import * as z from 'zod';
import { logAccess } from '../reads/access-log.ts';
import { notForYou } from '../reads/problems.ts';
import type { ReadContext, Route } from '../reads/read-context.ts';
import type { ReaderRights } from '../reads/reader.ts';
import type { Rights } from '../reads/rights.ts';
import { noRights, together } from '../reads/rights.ts';
import { activitiesSource } from './activities-register.ts';
import type { Asked } from './asked.ts';
import { accessTo, askedOf, CursorInput, mayOpen, RegisterInput } from './asked.ts';
import { clientsSource } from './clients-register.ts';
import { hoursSource } from './hours-register.ts';
import { mealsSource } from './meals-register.ts';
import { needsSource } from './needs-register.ts';
import { offersSource } from './offers-register.ts';
import { pinsOf } from './pins.ts';
import type { RegisterSource } from './source.ts';
import { staffSource } from './staff-register.ts';
import { tripsSource } from './trips-register.ts';
import { viewsFor } from './views.ts';
import { villagesSource } from './villages-register.ts';
import { visitsSource } from './visits-register.ts';

/** One line a register: where its rows come from. */
export const sources: Readonly<Record<RegisterName, RegisterSource>> = {
  visits: visitsSource,
  clients: clientsSource,
  villages: villagesSource,
  staff: staffSource,
  trips: tripsSource,
  needs: needsSource,
  activities: activitiesSource,
  hours: hoursSource,
  offers: offersSource,
  meals: mealsSource,
};

const pageSize = 50;

/** What the reader may see somewhere: a column that is nowhere for them is not offered. */
function somewhere(reader: ReaderRights): Rights {
  const rooms = [...reader.places.rooms.keys()].map((id) => reader.atRoom(id));
  const whole = reader.of('county', reader.places.county.id);
  return [whole, ...rooms].reduce((sum, one) => together(sum, one), noRights);
}

export const registersRoute: Route<object> = {
  method: 'GET',
  url: '/api/registers',
  input: z.object({}),
  answer: async (_, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.records !== 'none')) return notForYou();
    const rights = somewhere(reader);
    const listed = registerNames
      .filter((name) => mayOpen(registers[name], rights))
      .map((name) => {
        const { columns, filters } = registers[name];
        const open = <T extends { mark: Parameters<typeof accessTo>[0]; key: string }>(of: readonly T[]) =>
          of.flatMap(({ key, mark }) => {
            const access = accessTo(mark, rights);
            return access === 'none' ? [] : [{ key, purpose: access === 'purpose' }];
          });
        return { name, columns: open(columns), filters: open(filters) };
      });
    return { registers: listed, views: await viewsFor(context), home: reader.home(), places: placesFor(reader) };
  },
};

/** Where a register may be opened, stations with their villages. */
function placesFor(reader: ReaderRights): object {
  const { county, stations, rooms } = reader.places;
  const opens = (rights: Rights): boolean => rights.figures && rights.records !== 'none';
  return {
    county: opens(reader.of('county', county.id)) ? county : null,
    stations: [...stations.values()].flatMap(({ id, name }) => {
      const villages = [...rooms.values()].filter(
        (room) => room.stationId === id && room.mergedInto === null && opens(reader.atRoom(room.id)),
      );
      const whole = opens(reader.of('station', id));
      if (!whole && villages.length === 0) return [];
      return [{ id, name, whole, rooms: villages.map((room) => ({ id: room.id, name: room.name })) }];
    }),
  };
}

const RowsInput = RegisterInput.extend({ cursor: CursorInput.optional() });

export const registerRowsRoute: Route<z.infer<typeof RowsInput>> = {
  method: 'POST',
  url: '/api/registers/rows',
  input: RowsInput,
  answer: async ({ cursor, ...input }, context) => {
    const asked = await askedWithPins(input, context);
    if (isProblem(asked)) return asked;
    const source = sources[input.register];
    if (asked.logged) await logOpened(context, asked);
    const { rows, next } = await source.page(context, asked, cursor ?? null, pageSize);
    const common = {
      rows,
      next,
      columns: asked.columns.map(({ key }) => key),
      place: asked.place,
      from: asked.from,
      to: asked.to,
    };
    return cursor === undefined ? { ...common, summary: await source.summary(context, asked) } : common;
  },
};

export async function askedWithPins(input: RegisterInput, context: ReadContext): Promise<Asked | Problem> {
  const pins =
    input.since === undefined ? null : await pinsOf(context, input.since.report, registers[input.register].figure);
  return askedOf(input, context, pins);
}

/** Written before anything is answered, in the transaction that reads (law A4). */
async function logOpened(context: ReadContext, asked: Asked): Promise<void> {
  const content = actOf(asked);
  await logAccess(context, { action: 'registers.open', outcome: 'accepted', subject: null, content });
}

/** What the audit keeps of a register that was opened or exported: what for, of where, of when, which columns. */
export function actOf({ register, place, from, to, columns, purpose }: Asked): Record<string, string | null> {
  return {
    purpose,
    register: register.name,
    place: place.id,
    from,
    to,
    columns: columns.map(({ key }) => key).join(' '),
  };
}
