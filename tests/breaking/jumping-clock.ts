/** Loaded into a server before its program (`node --import`): its clock is off by what the file of YIMI_TRIAL_CLOCK says, in milliseconds. */
import { readFileSync } from 'node:fs';

const file = process.env.YIMI_TRIAL_CLOCK;
const real = Date.now;
const lookEveryMs = 20;

if (file !== undefined) {
  let off = 0;
  const look = (): void => {
    try {
      off = Number(readFileSync(file, 'utf8'));
    } catch {
      // Not written yet: the clock is right.
    }
  };
  setInterval(look, lookEveryMs).unref();
  Date.now = () => real() + off;
}
