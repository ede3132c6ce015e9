/**
 * The screens by address. The hash keeps the address off the server, which must never see which person was looked at; an
 * id in it names nobody. Who may see what: the door screens are open, all others need somebody who has typed their PIN.
 */
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw, Router } from 'vue-router';
import { createRouter, createWebHashHistory } from 'vue-router';
import SetPinScreen from './account/SetPinScreen.vue';
import SignInScreen from './account/SignInScreen.vue';
import UnlockScreen from './account/UnlockScreen.vue';
import type { Session } from './session.ts';
import { laterWords } from './words.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** Open without a PIN. */
    readonly door?: boolean;
    readonly tab?: 'today' | 'people' | 'records' | 'me';
    /** A step of recording a visit. */
    readonly step?: boolean;
  }
}

/** Everything behind it speaks in words that come after the first visit. */
async function withWords<Part>(part: () => Promise<Part>): Promise<Part> {
  const [loaded] = await Promise.all([part(), laterWords()]);
  return loaded;
}

/** All other screens are one part, fetched as soon as the list stands. */
const inside = () => withWords(() => import('./inside.ts'));

/** All but today's list, which comes with what the PIN opens. The door comes with the first file: each further one costs a poor line a trip. What a first visit does not show is fetched when first opened; the service worker has it by then. */
const routes: RouteRecordRaw[] = [
  {
    path: '/unsupported',
    name: 'unsupported',
    component: () => import('./account/UnsupportedScreen.vue'),
    meta: { door: true },
  },
  { path: '/sign-in', name: 'sign-in', component: SignInScreen, meta: { door: true } },
  { path: '/enrol/:code?', name: 'enrol', component: () => import('./account/EnrolScreen.vue'), meta: { door: true } },
  { path: '/set-pin', name: 'set-pin', component: SetPinScreen, meta: { door: true } },
  { path: '/unlock', name: 'unlock', component: UnlockScreen, meta: { door: true } },
  {
    path: '/forgot/:userId',
    name: 'forgot',
    component: () => import('./account/ForgotPinScreen.vue'),
    meta: { door: true },
  },
  { path: '/people', name: 'people', component: async () => (await inside()).PeopleScreen, meta: { tab: 'people' } },
  {
    path: '/people/:clientId',
    name: 'person',
    component: async () => (await inside()).PersonScreen,
    meta: { tab: 'people' },
  },
  {
    path: '/people/:clientId/correct',
    name: 'correct-person',
    component: async () => (await inside()).CorrectPersonScreen,
  },
  { path: '/register', name: 'register', component: async () => (await inside()).RegisterScreen },
  { path: '/visit/:clientId', name: 'visit', component: async () => (await inside()).DoorStep, meta: { step: true } },
  {
    path: '/visit/:clientId/call',
    name: 'call',
    component: async () => (await inside()).CallStep,
    meta: { step: true },
  },
  {
    path: '/visit/:clientId/tell',
    name: 'tell',
    component: async () => (await inside()).TellStep,
    meta: { step: true },
  },
  { path: '/saved/:visitId', name: 'saved', component: async () => (await inside()).SavedScreen },
  { path: '/outbox', name: 'outbox', component: async () => (await inside()).OutboxScreen, meta: { tab: 'records' } },
  {
    path: '/records',
    name: 'records',
    component: async () => (await inside()).RecordsScreen,
    meta: { tab: 'records' },
  },
  {
    path: '/records/:visitId',
    name: 'record',
    component: async () => (await inside()).RecordScreen,
    meta: { tab: 'records' },
  },
  {
    path: '/records/:visitId/correct',
    name: 'correct',
    component: async () => (await inside()).CorrectScreen,
  },
  {
    path: '/numbers',
    name: 'numbers',
    component: async () => (await inside()).NumbersScreen,
    meta: { tab: 'records' },
  },
  {
    path: '/numbers/village',
    name: 'village-visits',
    component: async () => (await inside()).VillageVisitsScreen,
    meta: { tab: 'records' },
  },
  {
    path: '/change-pin',
    name: 'change-pin',
    component: async () => (await inside()).ChangePinScreen,
  },
  {
    path: '/people/:clientId/need',
    name: 'need-form',
    component: async () => (await inside()).NeedFormScreen,
  },
  { path: '/needs', name: 'needs', component: async () => (await inside()).NeedsScreen, meta: { tab: 'records' } },
  {
    path: '/needs/:needId',
    name: 'need',
    component: async () => (await inside()).NeedScreen,
    meta: { tab: 'records' },
  },
  { path: '/asked', name: 'asked', component: async () => (await inside()).AskedScreen, meta: { tab: 'today' } },
  // Its address is in the picture that is scanned: who has to type their PIN first goes on there.
  {
    path: '/check-in/:digits?',
    name: 'check-in',
    component: async () => (await inside()).CheckInScreen,
    meta: { tab: 'today', step: true },
  },
  { path: '/code/:activityId', name: 'code', component: async () => (await inside()).CodeScreen },
  { path: '/harm/:clientId?', name: 'harm', component: async () => (await inside()).HarmGuide },
  { path: '/harms/:reportId?', name: 'harms', component: async () => (await inside()).HarmScreen },
  { path: '/meals', name: 'meals', component: async () => (await inside()).MealsScreen, meta: { tab: 'today' } },
  { path: '/trips', name: 'trips', component: async () => (await inside()).TripsScreen, meta: { tab: 'today' } },
  {
    path: '/trips/:tripId/edit',
    name: 'trip-edit',
    component: async () => (await inside()).TripEditScreen,
    meta: { tab: 'today' },
  },
  { path: '/trips/:tripId', name: 'trip', component: async () => (await inside()).TripScreen, meta: { tab: 'today' } },
  { path: '/me', name: 'me', component: async () => (await inside()).MeScreen, meta: { tab: 'me' } },
  { path: '/:rest(.*)*', redirect: '/' },
];

async function wayIn(session: Session, to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (!session.canWorkOffline) return to.name === 'unsupported' ? true : { name: 'unsupported' };
  if (to.name === 'unsupported') return { name: 'today' };
  if (session.live.value !== null) return to.name === 'unlock' || to.name === 'set-pin' ? { name: 'today' } : true;
  if (to.name === 'set-pin') return session.newcomer.value === null ? { name: 'sign-in' } : true;
  if (to.meta.door === true) return true;
  if ((await session.device.users()).length === 0) return { name: 'sign-in' };
  // The page was ended in the middle of a visit, by the camera perhaps: after the PIN it goes on there.
  return { name: 'unlock', query: to.meta.step === true ? { to: to.fullPath } : {} };
}

export function phoneRouter(session: Session): Router {
  const { opened } = session.parts;
  const today = async () => (await opened()).TodayScreen;
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [{ path: '/', name: 'today', component: today, meta: { tab: 'today' } }, ...routes],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  // What cannot be fetched now is asked for again when it is opened.
  const ahead = (part: () => Promise<unknown>) => void part().catch(() => undefined);
  void router.isReady().then(() => ahead(opened));
  // The modules that come with these screens are taken in before one of them stands, and behind today's list by themselves.
  const learned = async () => session.learn((await inside()).laterModules);
  router.afterEach((to) => {
    if (to.name === 'today') ahead(learned);
  });
  router.beforeResolve(async (to) => {
    if (to.name !== 'today' && to.meta.door !== true) await learned();
  });
  router.beforeEach(async (to, from) => {
    const way = await wayIn(session, to);
    if (way !== true) return way;
    // "Back" from the receipt would lead into a form that is already saved.
    const live = session.live.value;
    if (
      from.name === 'saved' &&
      to.meta.step === true &&
      live !== null &&
      !live.drafts.has(String(to.params.clientId))
    ) {
      return { name: 'today', replace: true };
    }
    return true;
  });
  return router;
}
