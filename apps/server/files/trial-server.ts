/** A server in a process of its own, for the test that kills it: tells on one line how to reach it, then waits. */
import { openTrialHouse } from '../trial-house.ts';

const house = await openTrialHouse(process.argv[2] ?? null);
process.stdout.write(`${JSON.stringify({ address: house.address, cookie: await house.cookieOf('lan') })}\n`);
