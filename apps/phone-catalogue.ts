/**
 * The list of modules as phones carry them from the first: all tables, followers and figures, and the commands that somebody
 * on a phone gives; `later-modules.ts` lists those that follow. What a phone never records it never predicts (law C6), so the desk's and the server's own commands stay
 * out of its first visit (UX.md 11); `catalogue.ts` adds them. A new module is a folder of the standard shape and a line here.
 */
import { Catalogue } from '@yimi/kernel';
import { network } from '@yimi/network';
import { people } from '@yimi/people';
import { services } from '@yimi/services';
import { syncModule } from '@yimi/sync';

export const phoneModules = { sync: syncModule, network, people, services };

/** One for each phone that is opened, for it grows. */
export function phoneCatalogue(): Catalogue {
  return new Catalogue(Object.values(phoneModules));
}
