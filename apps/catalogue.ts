/** The one list of modules. A new module is a folder of the standard shape and a line here; nothing else changes. */
import { Catalogue } from '@yimi/kernel';
import { network } from '@yimi/network';
import { people } from '@yimi/people';
import { services } from '@yimi/services';
import { syncModule } from '@yimi/sync';

export const modules = [syncModule, network, people, services];
export const catalogue = new Catalogue(modules);
