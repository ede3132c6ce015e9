/** Files of before names had a sound: each gets its key, and is looked at for likeness like one that is new (law C7). */
import { defineCommand, Id, keyOf } from '@yimi/kernel';
import * as z from 'zod/mini';
import { soundKeyOf } from '../name-sound.ts';
import { clients } from '../tables.ts';

export const fillSoundKeys = defineCommand({
  name: 'people.fill-sound-keys',
  system: true,
  // A chunk is one transaction, and each file brings its search tokens: well under a second.
  input: z.strictObject({ clientIds: z.array(Id).check(z.minLength(1), z.maxLength(200)) }),
  permission: {},
  keys: (input) => input.clientIds.map((id) => keyOf(clients, id)),
  place: () => null,
  execute: (tx, { clientIds }) => {
    for (const id of clientIds) {
      const client = tx.get(clients, id);
      if (client === 'absent' || client === 'not-held' || client.soundKey !== '') continue;
      const soundKey = soundKeyOf(client.name, client.pinyin);
      if (soundKey !== '') tx.put(clients, { ...client, soundKey });
    }
    return undefined;
  },
});
