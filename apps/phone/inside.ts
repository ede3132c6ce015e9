/** The screens of every day but today's list, which comes first: one part, so that none of them waits for another. */
export { default as PeopleScreen } from './people/PeopleScreen.vue';
export { default as PersonScreen } from './people/PersonScreen.vue';
export { default as OutboxScreen } from './records/OutboxScreen.vue';
export { default as RecordsScreen } from './records/RecordsScreen.vue';
export { default as CallStep } from './visits/CallStep.vue';
export { default as DoorStep } from './visits/DoorStep.vue';
export { default as SavedScreen } from './visits/SavedScreen.vue';
export { default as TellStep } from './visits/TellStep.vue';
