/** The screens of field trips: one part of the program, fetched when first opened and kept for offline. */
export { default as TripEditScreen } from './TripEditScreen.vue';
export { default as TripScreen } from './TripScreen.vue';
export { default as TripsScreen } from './TripsScreen.vue';
