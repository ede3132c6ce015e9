/** The county before the run: places, posts, people served, all by commands (law C1). */
import { posts } from '@yimi/network';
import { countyId, firstClients, firstStationOfRoom, idOf, officer, people, roomIds, stationIds } from './county.ts';
import { registration } from './deeds/people.ts';
import { Dice, seedOf } from './dice.ts';
import type { SimulatedServer } from './server.ts';

const since = '2026-01-01';

export async function setUp(server: SimulatedServer, seed: number): Promise<void> {
  const dice = new Dice(seedOf(seed, 'set-up'));
  const must = async (name: string, input: unknown): Promise<void> => {
    const outcome = await server.asSystem(name, input, dice);
    if (outcome.status !== 'accepted') throw new Error(`set-up of ${countyId}: ${name} ${outcome.problem?.code} ${JSON.stringify(server.log.failures)}`);
  };
  for (const [n, stationId] of stationIds.entries()) {
    const code = `4599012${String(n).padStart(2, '0')}000`;
    await must('network.add-station', { stationId, name: `${n} 号站`, code, state: n < 2 ? 'open' : 'planned', phone: null });
  }
  for (const [n, roomId] of roomIds.entries()) {
    const stationId = stationIds[firstStationOfRoom[n] ?? 0];
    const code = `459901201${String(n).padStart(3, '0')}`;
    await must('network.add-room', { roomId, stationId, name: `${n} 号村`, code, minutesAway: 30, fromDay: since });
  }
  for (const { userId, name, role, stationId, roomId } of [...people, officer]) {
    const postId = idOf(`${posts.name} ${name}`);
    const place = { stationId, roomId, agencyId: null };
    await must('network.open-post', { postId, userId, name, phone: null, role, ...place, fromDay: since });
  }
  for (const { clientId, roomId, assigneeId, dice: own } of firstClients(seed)) {
    await must('people.register-client', registration(own, { clientId, roomId, day: '2026-01-15', assigneeId }));
  }
}
