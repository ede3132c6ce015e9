/** What the county's desk keeps of its network beside the tree: agencies and contracts, station models, what papers say; posts. */
import './core/strict-csp.ts';
import { Day, Id, roles } from '@yimi/kernel';
import { founders, ModelPart, registrationLevels, statementSubjects } from '@yimi/network';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));
const Share = z.object({ name: z.string(), n: Count });

/** GET /api/network/book */
export const Book = z.object({
  agencies: z.array(
    z.object({
      ...{ id: Id, name: z.string(), incubator: z.string() },
      founder: z.nullable(z.enum(founders)),
      registeredAt: z.nullable(z.enum(registrationLevels)),
      contracts: z.array(
        z.object({
          ...{ id: Id, stationId: Id, stationName: z.string(), lot: z.string() },
          ...{ fromDay: Day, toDay: z.nullable(Day) },
        }),
      ),
    }),
  ),
  models: z.array(z.object({ id: Id, code: z.string(), parts: z.array(ModelPart), stations: z.array(z.string()) })),
  statements: z.array(
    z.object({
      ...{ id: Id, subject: z.enum(statementSubjects), source: z.string(), day: Day },
      ...{ total: z.nullable(Count), least: z.nullable(Count), most: z.nullable(Count) },
      divided: z.array(z.array(Share)),
    }),
  ),
});
export type Book = z.infer<typeof Book>;
export type BookAgency = Book['agencies'][number];
export type BookContract = BookAgency['contracts'][number];
export type BookModel = Book['models'][number];
export type BookStatement = Book['statements'][number];

/** POST /api/network/villagers */
export const Villagers = z.object({
  rows: z.array(z.object({ id: Id, name: z.string(), hamlet: z.string(), householdId: z.nullable(Id) })),
});
export type Villager = z.infer<typeof Villagers>['rows'][number];

/** GET /api/staff?user=: all posts of one person, over and to come as well */
export const PostsOf = z.object({
  rows: z.array(
    z.object({
      ...{ postId: z.nullable(Id), role: z.enum(roles), stationName: z.string(), roomName: z.nullable(z.string()) },
      ...{ hamlet: z.string(), fromDay: z.nullable(Day), toDay: z.nullable(Day), active: z.boolean() },
    }),
  ),
});
