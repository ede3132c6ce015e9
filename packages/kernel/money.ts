/** Money is integer fen (law N7): 1 yuan = 100 fen, and no float ever holds an amount. */
import * as z from 'zod/mini';

/** Up to 10 billion yuan either way: far above any county's budget and far inside exact integers. */
export const Fen = z.int().check(z.minimum(-1_000_000_000_000), z.maximum(1_000_000_000_000));
