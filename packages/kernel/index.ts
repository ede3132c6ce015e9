/** The words every room of the house is built from. Nothing here knows a business. */
export { activePosts, allowingPost, Post, roles } from './access.ts';
export type { Permission, Place, Reach, Role } from './access.ts';
export { defineCommand, defineFollower, keyOf } from './command.ts';
export type { Command, Context, Follower, Missing, RowKey, Tx } from './command.ts';
export { dayHistogram, defineFigure, leafOf, reasonLeftOut, rollupId, rollups } from './figure.ts';
export type { Condition, Figure, Grain, Leaf, Rollup, Scalar } from './figure.ts';
export { derivedId, Id, mix32, uuidv7 } from './ids.ts';
export { Catalogue, defineModule } from './module.ts';
export type { Module } from './module.ts';
export { Fen } from './money.ts';
export { isProblem, problem } from './problem.ts';
export type { Detail, Problem, ProblemKind } from './problem.ts';
export { roleClasses, ScopeKey, scopes } from './scope.ts';
export type { HeldScope, RoleClass } from './scope.ts';
export { columns, defineTable, onlyFor, optional, visibleColumns } from './table.ts';
export type { AnyRow, Column, ColumnSet, Mark, RowOf, SqlType, Table } from './table.ts';
export { addDays, Day, dayOf, daysBetween, implausible, Instant, monthOf, startOfDay } from './time.ts';
export type { Month } from './time.ts';
