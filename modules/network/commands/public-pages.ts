/** A station writes its public page, opens it and closes it; the county may take it down, and only the county lifts that. */
import type { Permission, Place, Tx } from '@yimi/kernel';
import { defineCommand, Id, keyOf, scopes } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchStation, pageAddressTaken, pageWithheld } from '../problems.ts';
import type { PublicPage } from '../public-pages.ts';
import { publicPages } from '../public-pages.ts';
import { stations } from '../tables.ts';
import { anywhere, bySettings } from './by-settings.ts';

const byStation: Permission = { ...bySettings, 'station-head': 'station' };
/** Lower-case letters, digits and single hyphens: it is read aloud and typed from a poster. */
const Slug = z.string().check(z.maxLength(40), z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/));

const pageOf = (tx: Tx, stationId: string): PublicPage | null => {
  const page = tx.get(publicPages, stationId, scopes.office);
  return page === 'absent' || page === 'not-held' ? null : page;
};

function takenByAnother(tx: Tx, slug: string, stationId: string): boolean {
  // All pages lie in one scope, whose clock this command holds: two at once cannot both find the address free.
  const same = tx.list(publicPages, { column: 'slug', value: slug }, scopes.office);
  return same !== 'not-held' && same.some((page) => page.id !== stationId);
}

export const writePublicPage = defineCommand({
  name: 'network.write-public-page',
  input: z.strictObject({
    stationId: Id,
    slug: Slug,
    open: z.boolean(),
    intro: z.string().check(z.maxLength(600)),
    address: z.string().check(z.maxLength(100)),
    hours: z.string().check(z.maxLength(100)),
    phone: z.nullable(z.string().check(z.maxLength(20), z.regex(/^[0-9+() -]+$/))),
  }),
  permission: byStation,
  keys: (input) => [keyOf(publicPages, input.stationId), keyOf(stations, input.stationId)],
  place: (_tx, input): Place => ({ stationId: input.stationId }),
  execute: (tx, { stationId, ...rest }, context) => {
    const station = tx.get(stations, stationId, scopes.county);
    if (station === 'absent' || station === 'not-held' || station.state !== 'open') return noSuchStation();
    if (takenByAnother(tx, rest.slug, stationId)) return pageAddressTaken();
    const withheld = pageOf(tx, stationId)?.withheld ?? null;
    if (rest.open && withheld !== null) return pageWithheld();
    tx.put(publicPages, { id: stationId, ...rest, withheld, changedAt: context.recordedAt });
    return undefined;
  },
});

/** `reason` null: the page may be opened again, by the station; until then it stays closed. */
export const withholdPublicPage = defineCommand({
  name: 'network.withhold-public-page',
  input: z.strictObject({
    stationId: Id,
    reason: z.nullable(z.string().check(z.minLength(1), z.maxLength(200))),
  }),
  permission: bySettings,
  keys: (input) => [keyOf(publicPages, input.stationId)],
  place: anywhere,
  execute: (tx, { stationId, reason }, context) => {
    const page = pageOf(tx, stationId);
    if (page === null) return noSuchStation();
    tx.put(publicPages, { ...page, open: false, withheld: reason, changedAt: context.recordedAt });
    return undefined;
  },
});
