/** How the house is, as the server tells the county's officer. */
import './core/strict-csp.ts';
import { Id, Instant } from '@yimi/kernel';
import * as z from 'zod/mini';

const Count = z.int().check(z.minimum(0));
const Proof = z.nullable(z.object({ at: Instant, good: z.boolean() }));

export const HouseStatus = z.object({
  phones: z.object({
    total: Count,
    silent: Count,
    owing: Count,
    rows: z.array(
      z.object({
        deviceId: Id,
        userId: Id,
        name: z.string(),
        device: z.string(),
        station: z.nullable(z.string()),
        heardAt: z.nullable(Instant),
        silent: z.boolean(),
        files: Count,
        diverged: z.boolean(),
      }),
    ),
  }),
  open: z.object({ refused: Count, waiting: Count, deposits: Count, unsealed: Count }),
  jobs: z.object({
    roundAt: z.nullable(Instant),
    failing: z.array(z.object({ name: z.string(), since: Instant, code: z.nullable(z.string()) })),
  }),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
  backup: Proof,
  verify: Proof,
  restored: z.nullable(z.object({ at: Instant, stateOf: Instant })),
});
export type HouseStatus = z.infer<typeof HouseStatus>;
