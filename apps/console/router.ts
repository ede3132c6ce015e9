/**
 * Addresses of the screens, after the `#`: the server then serves one page and never sees which record is open. Addresses
 * carry ids only, never a name.
 */
import { watch } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import { createRouter, createWebHashHistory } from 'vue-router';
import { entries, entriesFor } from './core/menu.ts';
import { leftByChoice, me } from './core/session.ts';
import { wordsOfScreens } from './locales/index.ts';

const screens: Readonly<Record<(typeof entries)[number]['name'], NonNullable<RouteRecordRaw['component']>>> = {
  board: () => import('./screens/board/BoardScreen.vue'),
  review: () => import('./screens/review/ReviewScreen.vue'),
  needs: () => import('./screens/needs/NeedsScreen.vue'),
  ranked: () => import('./screens/needs/RankedScreen.vue'),
  forms: () => import('./screens/forms/FormsScreen.vue'),
  activities: () => import('./screens/activities/ActivitiesScreen.vue'),
  meals: () => import('./screens/meals/MealsScreen.vue'),
  protection: () => import('./screens/protection/ProtectionScreen.vue'),
  volunteers: () => import('./screens/volunteers/VolunteersScreen.vue'),
  people: () => import('./screens/people/PeopleScreen.vue'),
  trips: () => import('./screens/trips/TripsScreen.vue'),
  registers: () => import('./screens/registers/RegistersScreen.vue'),
  reports: () => import('./screens/reports/ReportsScreen.vue'),
  places: () => import('./screens/places/PlacesScreen.vue'),
  imports: () => import('./screens/imports/ImportsScreen.vue'),
  tray: () => import('./screens/TrayScreen.vue'),
  audit: () => import('./screens/AuditScreen.vue'),
  status: () => import('./screens/StatusScreen.vue'),
  'data-protection': () => import('./screens/DataProtectionScreen.vue'),
  settings: () => import('./screens/SettingsScreen.vue'),
};

export const router = createRouter({
  history: createWebHashHistory('/console/'),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./screens/SignInScreen.vue') },
    ...entries.map((entry) => ({ path: entry.path, name: entry.name, component: screens[entry.name] })),
    { path: '/needs/batch', name: 'batch', component: () => import('./screens/needs/BatchScreen.vue') },
    {
      path: '/people/duplicates',
      name: 'duplicates',
      component: () => import('./screens/people/DuplicatesScreen.vue'),
    },
    {
      path: '/people/:id/print',
      name: 'print',
      component: () => import('./screens/people/PrintScreen.vue'),
      props: true,
    },
    { path: '/people/:id', name: 'client', component: () => import('./screens/people/ClientScreen.vue'), props: true },
    {
      path: '/activities/hours',
      name: 'hours',
      component: () => import('./screens/activities/HoursScreen.vue'),
    },
    {
      path: '/activities/:id',
      name: 'activity',
      component: () => import('./screens/activities/ActivityScreen.vue'),
      props: true,
    },
    { path: '/points', name: 'points', component: () => import('./screens/points/PointsScreen.vue') },
    { path: '/forms/:id', name: 'form', component: () => import('./screens/forms/FormScreen.vue'), props: true },
    {
      path: '/forms/:id/write',
      name: 'form-write',
      component: () => import('./screens/forms/FormBuilder.vue'),
      props: true,
    },
    {
      path: '/forms/:id/type',
      name: 'form-type',
      component: () => import('./screens/forms/TypingScreen.vue'),
      props: true,
    },
    {
      path: '/places/public-page',
      name: 'public-page',
      component: () => import('./screens/places/PublicPageScreen.vue'),
    },
    { path: '/imports/new', name: 'import-new', component: () => import('./screens/imports/ImportWizard.vue') },
    {
      path: '/imports/:id',
      name: 'import',
      component: () => import('./screens/imports/ImportReport.vue'),
      props: true,
    },
    { path: '/account', name: 'account', component: () => import('./screens/AccountScreen.vue') },
    { path: '/', redirect: () => (me.value === null ? '/sign-in' : firstScreen()) },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./screens/NowhereScreen.vue') },
  ],
});

function firstScreen(): string {
  return entriesFor(me.value?.roles ?? [])[0]?.path ?? '/account';
}

router.beforeEach((to) => {
  if (me.value === null) return to.name === 'sign-in' ? true : { name: 'sign-in', query: { to: to.fullPath } };
  if (to.name === 'sign-in') return firstScreen();
  const entry = entries.find((one) => to.path.startsWith(one.path));
  const mayOpen = entry === undefined || entry.roles.some((role) => me.value?.roles.includes(role));
  return mayOpen ? true : { name: 'nowhere', params: { rest: ['not-allowed'] } };
});

router.beforeResolve(async (to) => {
  if (to.name !== 'sign-in' && to.name !== 'board') await wordsOfScreens();
});

// A session that ended elsewhere brings the sign-in at once; what was open is opened again afterwards.
watch(me, (person) => {
  const route = router.currentRoute.value;
  if (person !== null || route.name === 'sign-in') return;
  // Who leaves by choice may hand the desk to somebody else, who begins at their own first screen.
  void router.push({ name: 'sign-in', query: leftByChoice() ? {} : { to: route.fullPath } });
});
