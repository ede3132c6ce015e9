/** Which screens whose posts open: the menu, the palette and the router read this one list. The server decides anew. */
import type { Role } from '@yimi/kernel';
import type { IconName } from '@yimi/ui';
import type { TextKey } from '../locales/index.ts';

export interface Entry {
  readonly name:
    | 'board'
    | 'review'
    | 'needs'
    | 'ranked'
    | 'forms'
    | 'activities'
    | 'meals'
    | 'protection'
    | 'volunteers'
    | 'people'
    | 'imports'
    | 'trips'
    | 'registers'
    | 'reports'
    | 'places'
    | 'tray'
    | 'audit'
    | 'status'
    | 'data-protection'
    | 'settings';
  readonly path: string;
  readonly icon: IconName;
  readonly label: TextKey;
  readonly roles: readonly Role[];
}

const atStation: readonly Role[] = ['station-worker', 'station-head'];
const ofCounty: readonly Role[] = ['county-officer', 'administrator'];

export const entries: readonly Entry[] = [
  {
    name: 'board',
    path: '/board',
    icon: 'chart',
    label: 'menu.board',
    roles: [
      ...atStation,
      'village-worker',
      'agency-manager',
      'county-officer',
      'township-officer',
      'city-officer',
      'evaluator',
      'supervisor',
    ],
  },
  { name: 'review', path: '/review', icon: 'stamp', label: 'menu.review', roles: atStation },
  { name: 'needs', path: '/needs', icon: 'heart', label: 'menu.needs', roles: atStation },
  {
    name: 'ranked',
    path: '/ranked',
    icon: 'chart',
    label: 'menu.ranked',
    roles: [
      ...atStation,
      'village-worker',
      'agency-manager',
      'county-officer',
      'township-officer',
      'supervisor',
      'evaluator',
    ],
  },
  {
    name: 'forms',
    path: '/forms',
    icon: 'check',
    label: 'menu.forms',
    roles: [
      ...atStation,
      'village-worker',
      'agency-manager',
      'county-officer',
      'township-officer',
      'supervisor',
      'evaluator',
    ],
  },
  {
    name: 'activities',
    path: '/activities',
    icon: 'tally',
    label: 'menu.activities',
    roles: [...atStation, 'village-worker', 'agency-manager', 'county-officer', 'supervisor', 'evaluator'],
  },
  { name: 'meals', path: '/meals', icon: 'heart', label: 'menu.meals', roles: atStation },
  {
    name: 'protection',
    path: '/protection',
    icon: 'shield',
    label: 'menu.protection',
    roles: [...atStation, ...ofCounty, 'village-worker', 'supervisor'],
  },
  {
    name: 'volunteers',
    path: '/volunteers',
    icon: 'people',
    label: 'menu.volunteers',
    roles: [...atStation, 'village-worker'],
  },
  { name: 'trips', path: '/trips', icon: 'calendar', label: 'menu.trips', roles: atStation },
  { name: 'people', path: '/people', icon: 'people', label: 'menu.people', roles: [...atStation, 'village-worker'] },
  {
    name: 'registers',
    path: '/registers',
    icon: 'tally',
    label: 'menu.registers',
    roles: [...atStation, 'village-worker', 'agency-manager', 'county-officer', 'supervisor', 'evaluator'],
  },
  {
    name: 'reports',
    path: '/reports',
    icon: 'file',
    label: 'menu.reports',
    roles: [...atStation, 'agency-manager', 'county-officer', 'township-officer', 'supervisor', 'evaluator'],
  },
  {
    name: 'places',
    path: '/places',
    icon: 'map-pin',
    label: 'menu.places',
    roles: [...atStation, ...ofCounty, 'agency-manager', 'township-officer', 'supervisor', 'evaluator'],
  },
  { name: 'imports', path: '/imports', icon: 'cloud-up', label: 'menu.imports', roles: [...atStation, ...ofCounty] },
  { name: 'tray', path: '/tray', icon: 'outbox', label: 'menu.tray', roles: [...atStation, ...ofCounty] },
  { name: 'audit', path: '/audit', icon: 'shield', label: 'menu.audit', roles: ['station-head', ...ofCounty] },
  { name: 'status', path: '/status', icon: 'heart', label: 'menu.status', roles: ofCounty },
  {
    name: 'data-protection',
    path: '/data-protection',
    icon: 'eye',
    label: 'menu.dataProtection',
    roles: ofCounty,
  },
  { name: 'settings', path: '/settings', icon: 'settings', label: 'menu.settings', roles: ofCounty },
];

export function entriesFor(roles: readonly Role[]): Entry[] {
  return entries.filter((entry) => entry.roles.some((role) => roles.includes(role)));
}
