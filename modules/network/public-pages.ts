/**
 * What residents find when they open a station's page (站点公开页): its address in the browser, what the station says of itself.
 * A page is off until its head or the county opens it, and one that the county withholds cannot be opened by the station.
 * No phone holds it; residents read it through a role of the database that sees nothing else of the county.
 */
import { columns, defineTable, optional, scopes } from '@yimi/kernel';
import type * as z from 'zod/mini';

/** One a station, under the station's own id. */
export const publicPages = defineTable({
  name: 'network.public_pages',
  columns: {
    /** Stands in the address behind the county's code; no two stations of a county share one. */
    slug: columns.text(40),
    open: columns.flag(),
    /** Why the county took the page down; null while it did not. */
    withheld: optional(columns.text(200)),
    /** What the station does, in its own words. */
    intro: columns.text(600),
    address: columns.text(100),
    hours: columns.text(100),
    phone: optional(columns.text(20)),
    changedAt: columns.instant(),
  },
  scope: () => scopes.office,
  seenBy: [],
  lists: ['slug'],
});
export type PublicPage = z.infer<typeof publicPages.schema>;
