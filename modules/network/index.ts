/** network: stations, villages, agencies and the posts of their people. */
import { defineModule } from '@yimi/kernel';
import { addAgency, addRoom, addStation, changeStationOfRoom, mergeRooms, openContract } from './commands/places.ts';
import { endPost, openPost } from './commands/posts.ts';
import { agencies, contracts, posts, rooms, staff, stations } from './tables.ts';

export { heldScopes, liveRoom, stationOn } from './places.ts';
export type { Room, Staff, Station } from './tables.ts';
export { agencies, contracts, posts, rooms, staff, stations } from './tables.ts';

export const network = defineModule({
  name: 'network',
  tables: [stations, rooms, agencies, contracts, posts, staff],
  commands: [addStation, addRoom, changeStationOfRoom, mergeRooms, addAgency, openContract, openPost, endPost],
});
