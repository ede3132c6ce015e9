/** The county before the run: places, posts, people served, all by commands (law C1), in one batch. */
import { posts } from '@yimi/network';
import type { Envelope } from '@yimi/protocol';
import { protocolVersion } from '@yimi/protocol';
import { systemActor } from '@yimi/sync';
import { firstClients, firstStationOfRoom, idOf, officer, people, roomIds, stationIds } from './county.ts';
import { registration } from './deeds/people.ts';
import { Dice, seedOf } from './dice.ts';
import type { SimulatedServer } from './server.ts';

const since = '2026-01-01';

export async function setUp(server: SimulatedServer, seed: number): Promise<void> {
  const dice = new Dice(seedOf(seed, 'set-up'));
  const batch: Envelope[] = [];
  const must = (name: string, input: unknown): number => batch.push(server.envelope(name, input, dice));
  for (const [n, stationId] of stationIds.entries()) {
    const code = `4599012${String(n).padStart(2, '0')}000`;
    must('network.add-station', { stationId, name: `${n} 号站`, code, state: n < 2 ? 'open' : 'planned', phone: null });
  }
  for (const [n, roomId] of roomIds.entries()) {
    const stationId = stationIds[firstStationOfRoom[n] ?? 0];
    const code = `459901201${String(n).padStart(3, '0')}`;
    must('network.add-room', { roomId, stationId, name: `${n} 号村`, code, minutesAway: 30, fromDay: since });
  }
  for (const { userId, name, role, stationId, roomId } of [...people, officer]) {
    const postId = idOf(`${posts.name} ${name}`);
    const place = { stationId, roomId, agencyId: null };
    must('network.open-post', { postId, userId, name, phone: null, role, ...place, fromDay: since });
  }
  for (const { clientId, roomId, assigneeId, dice: own } of firstClients(seed)) {
    must('people.register-client', registration(own, { clientId, roomId, day: '2026-01-15', assigneeId }));
  }
  const { outcomes } = await server.push(systemActor, JSON.stringify({ protocol: protocolVersion, batch }));
  const wrong = outcomes.find(({ status }) => status !== 'accepted');
  if (wrong !== undefined) throw new Error(`set-up: ${wrong.problem?.code} ${server.log.failures[0]?.what}`);
}
