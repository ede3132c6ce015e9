/**
 * The screens behind the PIN but today's list, which comes first, and the modules that only they speak of: one part, so that
 * none of them waits for another. Parts of a kilobyte each would cost a poor line a trip each.
 */
import { laterModules as later } from '../later-modules.ts';

export { default as ChangePinScreen } from './account/ChangePinScreen.vue';
export { default as MeScreen } from './account/MeScreen.vue';
export { default as AskedScreen } from './asked/AskedScreen.vue';
export { default as CheckInScreen } from './check-in/CheckInScreen.vue';
export { default as CodeScreen } from './check-in/CodeScreen.vue';
export { default as HarmGuide } from './harm/HarmGuide.vue';
export { default as HarmScreen } from './harm/HarmScreen.vue';
export { default as MealsScreen } from './meals/MealsScreen.vue';
export { default as NeedFormScreen } from './needs/NeedFormScreen.vue';
export { default as NeedScreen } from './needs/NeedScreen.vue';
export { default as NeedsScreen } from './needs/NeedsScreen.vue';
export { default as CorrectPersonScreen } from './people/CorrectPersonScreen.vue';
export { default as LaterStrips } from './people/LaterStrips.vue';
export { default as PeopleScreen } from './people/PeopleScreen.vue';
export { default as PersonScreen } from './people/PersonScreen.vue';
export { default as RegisterScreen } from './people/RegisterScreen.vue';
export { default as CorrectScreen } from './records/CorrectScreen.vue';
export { default as NumbersScreen } from './records/NumbersScreen.vue';
export { default as OutboxScreen } from './records/OutboxScreen.vue';
export { default as RecordScreen } from './records/RecordScreen.vue';
export { default as RecordsScreen } from './records/RecordsScreen.vue';
export { default as VillageVisitsScreen } from './records/VillageVisitsScreen.vue';
export { default as TripEditScreen } from './trips/TripEditScreen.vue';
export { default as TripScreen } from './trips/TripScreen.vue';
export { default as TripsScreen } from './trips/TripsScreen.vue';
export { default as CallStep } from './visits/CallStep.vue';
export { default as DoorStep } from './visits/DoorStep.vue';
export { default as SavedScreen } from './visits/SavedScreen.vue';
export { default as TellStep } from './visits/TellStep.vue';

export const laterModules = Object.values(later);
