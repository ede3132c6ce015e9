/**
 * A scope is the unit in which rows travel to phones (law S2). A synced row has exactly one; what a phone sees of it is
 * a pure function of (scope, role class). The key is text, so that engine and wire need not know the kinds.
 */
import * as z from 'zod/mini';

/** How much of a scope its holder sees: `self` is a person's own scope, `member` the county's settings. */
export const roleClasses = ['self', 'member', 'village', 'station'] as const;
export type RoleClass = (typeof roleClasses)[number];

export type ScopeKey = string;
export const ScopeKey = z.string().check(
  z.maxLength(64),
  // Goes into queries and locks as it was sent.
  z.refine((key) => /^[\w:.-]*$/.test(key)),
);

export const scopes = {
  /** Settings, stations, villages: what every phone of the county holds. */
  county: 'county',
  /** Rows that no phone holds: contracts, keys of the office. */
  office: 'office',
  station: (id: string): ScopeKey => `station:${id}`,
  /** What a station keeps at its desk and no phone holds: needs that are no neighbour's concern. */
  desk: (stationId: string): ScopeKey => `desk:${stationId}`,
  /** A village: its people and the recent window of their records. */
  room: (id: string): ScopeKey => `room:${id}`,
  /** What is counted of a village and stays on the server. */
  counts: (roomId: string): ScopeKey => `counts:${roomId}`,
  /** One holder's own: cards, own records, questions to them. */
  self: (userId: string): ScopeKey => `self:${userId}`,
  task: (id: string): ScopeKey => `task:${id}`,
  /** Records of a village that are older than its window (law S7): asked for, never pushed. */
  archive: (roomId: string): ScopeKey => `archive:${roomId}`,
} as const;

export interface HeldScope {
  readonly scope: ScopeKey;
  readonly roleClass: RoleClass;
}
