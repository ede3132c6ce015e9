/**
 * The screens by address. The hash keeps the address off the server, which must never see which person was looked at; an
 * id in it names nobody. Who may see what: the door screens are open, all others need somebody who has typed their PIN.
 */
import type { RouteLocationNormalized, RouteLocationRaw, RouteRecordRaw, Router } from 'vue-router';
import { createRouter, createWebHashHistory } from 'vue-router';
import UnlockScreen from './account/UnlockScreen.vue';
import PeopleScreen from './people/PeopleScreen.vue';
import PersonScreen from './people/PersonScreen.vue';
import TodayScreen from './people/TodayScreen.vue';
import OutboxScreen from './records/OutboxScreen.vue';
import RecordsScreen from './records/RecordsScreen.vue';
import type { Session } from './session.ts';
import CallStep from './visits/CallStep.vue';
import DoorStep from './visits/DoorStep.vue';
import SavedScreen from './visits/SavedScreen.vue';
import TellStep from './visits/TellStep.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** Open without a PIN. */
    readonly door?: boolean;
    readonly tab?: 'today' | 'people' | 'records' | 'me';
    /** A step of recording a visit. */
    readonly step?: boolean;
  }
}

/** What a first visit does not show is fetched when first opened; the service worker has it by then. */
const routes: RouteRecordRaw[] = [
  { path: '/unsupported', name: 'unsupported', component: () => import('./account/UnsupportedScreen.vue'), meta: { door: true } },
  { path: '/sign-in', name: 'sign-in', component: () => import('./account/SignInScreen.vue'), meta: { door: true } },
  { path: '/enrol/:code?', name: 'enrol', component: () => import('./account/EnrolScreen.vue'), meta: { door: true } },
  { path: '/set-pin', name: 'set-pin', component: () => import('./account/SetPinScreen.vue'), meta: { door: true } },
  { path: '/unlock', name: 'unlock', component: UnlockScreen, meta: { door: true } },
  { path: '/forgot/:userId', name: 'forgot', component: () => import('./account/ForgotPinScreen.vue'), meta: { door: true } },
  { path: '/', name: 'today', component: TodayScreen, meta: { tab: 'today' } },
  { path: '/people', name: 'people', component: PeopleScreen, meta: { tab: 'people' } },
  { path: '/people/:clientId', name: 'person', component: PersonScreen, meta: { tab: 'people' } },
  { path: '/register', name: 'register', component: () => import('./people/RegisterScreen.vue') },
  { path: '/visit/:clientId', name: 'visit', component: DoorStep, meta: { step: true } },
  { path: '/visit/:clientId/call', name: 'call', component: CallStep, meta: { step: true } },
  { path: '/visit/:clientId/tell', name: 'tell', component: TellStep, meta: { step: true } },
  { path: '/saved/:visitId', name: 'saved', component: SavedScreen },
  { path: '/outbox', name: 'outbox', component: OutboxScreen, meta: { tab: 'records' } },
  { path: '/records', name: 'records', component: RecordsScreen, meta: { tab: 'records' } },
  { path: '/records/:visitId', name: 'record', component: () => import('./records/RecordScreen.vue'), meta: { tab: 'records' } },
  { path: '/records/:visitId/correct', name: 'correct', component: () => import('./records/CorrectScreen.vue') },
  { path: '/numbers', name: 'numbers', component: () => import('./records/NumbersScreen.vue'), meta: { tab: 'records' } },
  { path: '/numbers/village', name: 'village-visits', component: () => import('./records/VillageVisitsScreen.vue'), meta: { tab: 'records' } },
  { path: '/me', name: 'me', component: () => import('./account/MeScreen.vue'), meta: { tab: 'me' } },
  { path: '/:rest(.*)*', redirect: '/' },
];

async function wayIn(session: Session, to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  if (!session.canWorkOffline) return to.name === 'unsupported' ? true : { name: 'unsupported' };
  if (to.name === 'unsupported') return { name: 'today' };
  if (session.live.value !== null) return to.name === 'unlock' || to.name === 'set-pin' ? { name: 'today' } : true;
  if (to.name === 'set-pin') return session.newcomer.value === null ? { name: 'sign-in' } : true;
  if (to.meta.door === true) return true;
  return (await session.device.users()).length > 0 ? { name: 'unlock' } : { name: 'sign-in' };
}

export function phoneRouter(session: Session): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async (to, from) => {
    const way = await wayIn(session, to);
    if (way !== true) return way;
    // "Back" from the receipt would lead into a form that is already saved.
    const live = session.live.value;
    if (from.name === 'saved' && to.meta.step === true && live !== null && !live.drafts.has(String(to.params.clientId))) {
      return { name: 'today', replace: true };
    }
    return true;
  });
  return router;
}
