/** By which names routes and commands ask for a person and what hangs on them. */

/** The ids of one person and what hangs on them, by the names under which routes and commands ask for them. */
export interface Ids {
  readonly client: string;
  readonly room: string;
  readonly station: string;
  readonly county: string;
  readonly user: string;
  readonly visit: string;
  readonly household: string;
  readonly session: string;
  readonly picture: string;
  readonly post: string;
}

/** By the names that commands give to what must be there already; all other ids are of things that they make. */
export const byName: Readonly<Record<string, keyof Ids>> = {
  clientId: 'client',
  keepId: 'client',
  dropId: 'client',
  otherId: 'client',
  fromId: 'client',
  roomId: 'room',
  fromRoomId: 'room',
  toRoomId: 'room',
  stationId: 'station',
  userId: 'user',
  assigneeId: 'user',
  postId: 'post',
  visitId: 'visit',
  householdId: 'household',
};
/** Here the id is of what is made. */
export const makes: Readonly<Record<string, readonly string[]>> = {
  'services.record-visit': ['visitId'],
  'people.register-client': ['clientId', 'householdId'],
  'network.open-post': ['postId'],
  'network.add-station': ['stationId'],
  'network.add-room': ['roomId'],
};
