/** The words every room of the house is built from. Nothing here knows a business. */

export type { Permission, Place, Reach, Role } from './access.ts';
export { activePosts, allowingPost, Post, roles } from './access.ts';
export type { Apart, Command, Context, Follower, Missing, RowKey, Tx } from './command.ts';
export { defineCommand, defineFollower, keyOf } from './command.ts';
export type { Condition, Figure, Grain, Leaf, Rollup, Scalar } from './figure.ts';
export {
  dayHistogram,
  defineFigure,
  dimensionsOf,
  leafScope,
  leavesOf,
  reasonLeftOut,
  rollupId,
  rollups,
} from './figure.ts';
export { derivedId, Id, mix32, uuidv7 } from './ids.ts';
export type { Module } from './module.ts';
export { Catalogue, defineModule, withOffice } from './module.ts';
export { Fen } from './money.ts';
export type { Detail, Problem, ProblemKind } from './problem.ts';
export { isProblem, problem } from './problem.ts';
export type { HeldScope, RoleClass } from './scope.ts';
export { roleClasses, ScopeKey, scopes } from './scope.ts';
export type { AnyRow, Column, ColumnSet, Mark, RowOf, SqlType, Table } from './table.ts';
export { added, columns, defineTable, onlyFor, optional, valuesBefore, visibleColumns } from './table.ts';
export type { Month } from './time.ts';
export { addDays, Day, dayOf, daysBetween, Instant, implausible, monthOf, startOfDay } from './time.ts';
