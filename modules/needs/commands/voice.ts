/** A resident who does not read says how it went: the recording waits at the desk until somebody has heard it and notes the grade. */
import { Day, defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { noSuchNeed, notAnswered } from '../problems.ts';
import { needs } from '../tables.ts';

/** Days after the answer on which a recording goes, heard or not. */
export const voiceDays = 90;

/** By the resident's link alone. What is said anew takes the place of what was said before. */
export const leaveVoice = defineCommand({
  name: 'needs.leave-voice',
  system: true,
  input: z.strictObject({ needId: Id, sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  permission: {},
  keys: (input) => [keyOf(needs, input.needId)],
  place: () => null,
  execute: (tx, { needId, sha256 }) => {
    const need = tx.get(needs, needId);
    if (need === 'absent' || need === 'not-held') return noSuchNeed();
    if (need.state !== 'answered') return notAnswered();
    tx.put(needs, { ...need, voice: sha256 });
    return undefined;
  },
});

export const forgetVoices = defineCommand({
  name: 'needs.forget-voices',
  system: true,
  input: z.strictObject({ needIds: z.array(Id).check(z.minLength(1), z.maxLength(200)), before: Day }),
  permission: {},
  keys: ({ needIds }) => needIds.map((id) => keyOf(needs, id)),
  place: () => null,
  execute: (tx, { needIds, before }) => {
    for (const id of needIds) {
      const need = tx.get(needs, id);
      if (need === 'absent' || need === 'not-held' || need.answeredOn === null || need.answeredOn >= before) continue;
      tx.put(needs, { ...need, voice: null });
    }
    return undefined;
  },
});
