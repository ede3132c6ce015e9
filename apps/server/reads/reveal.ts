/**
 * POST /api/reveal: name and card number of one person, for a purpose that is stated and kept (laws A3, A5). The act is
 * written before anything is answered, and a refused one too.
 */
import { Id } from '@yimi/kernel';
import * as z from 'zod';
import { logAccess } from './access-log.ts';
import { liveClientOf } from './client-page.ts';
import { TextInput } from './input.ts';
import { notForYou, notFound } from './problems.ts';
import type { Route } from './read-context.ts';

/** Four characters say little, but no fewer say anything. */
export const Purpose = TextInput(200).refine((text) => text.trim().length >= 4);

const Input = z.strictObject({ clientId: Id, purpose: Purpose });

export const revealRoute: Route<z.infer<typeof Input>> = {
  method: 'POST',
  url: '/api/reveal',
  input: Input,
  answer: async ({ clientId, purpose }, context) => {
    const { reader } = context;
    if (!reader.anywhere((rights) => rights.reveal)) return notForYou();
    const client = await liveClientOf(context, clientId, true);
    const content = { clientId, purpose: purpose.trim() };
    if (client === null || !reader.atRoom(client.roomId).reveal) {
      await logAccess(context, { action: 'people.reveal', outcome: 'refused', subject: null, content });
      return notFound();
    }
    await logAccess(context, { action: 'people.reveal', outcome: 'accepted', subject: client.id, content });
    const { name, idNumber, birthDay, phone, hamlet, roomId } = client;
    const erased = client.state === 'erased';
    const roomName = reader.places.rooms.get(roomId)?.name ?? '';
    return {
      clientId: client.id,
      name: erased ? null : name,
      idNumber: idNumber ?? null,
      birthDay,
      phone,
      hamlet,
      roomName,
      erased,
    };
  },
};
