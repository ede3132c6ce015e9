/** What happens to the network itself: workers are moved, villages parted, divisions imported by parent and chunks (law S10). */
import { addDays, dayOf, derivedId } from '@yimi/kernel';
import { divisionImports, namedInSplit, rooms, splits } from '@yimi/network';
import { clients } from '@yimi/people';
import { officer } from '../county.ts';
import type { Dice } from '../dice.ts';
import type { Act, Office } from './office.ts';
import { command, liveRooms, posted } from './office.ts';

/** From one village to another, perhaps of another station, from today on. */
export const moveWorker: Act = async (office, dice) => {
  const today = dayOf(office.server.time.now);
  const movable = (await posted(office)).filter(
    (one) => one.role !== 'station-head' && one.roomId !== null && one.toDay === null && one.fromDay < today,
  );
  const post = dice.pick(movable);
  const room = dice.pick(await liveRooms(office));
  if (post === undefined || room === undefined) return;
  office.log.fault('worker moved');
  await command(office, dice, officer.userId, 'network.move-worker', {
    postId: post.id,
    userId: post.userId,
    newPostId: derivedId(post.id, `moved ${office.server.time.now}`),
    role: post.role,
    stationId: room.stationId,
    roomId: room.id,
    fromDay: today,
  });
};

/** Somebody of each of two hamlets goes, and one by name: the chunks come minutes apart, as from a busy server. */
export const splitRoom: Act = async (office, dice) => {
  const live = await liveRooms(office);
  const everybody = (await office.picture()).rows(clients);
  const room = dice.pick(live.filter((one) => everybody.some((client) => client.roomId === one.id)));
  // Now and then: the county must not fall into ever smaller villages.
  if (room === undefined || live.length > 9) return;
  const here = everybody
    .filter((client) => client.roomId === room.id)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const hamlet = dice.pick(here)?.hamlet ?? '';
  const named = here.filter((client) => client.hamlet !== hamlet).slice(0, 1);
  const roomId = derivedId(room.id, `parted ${office.server.time.now}`);
  const fromDay = dayOf(office.server.time.now);
  const part = { roomId, name: `${room.name}新村`.slice(-20), code: room.code, minutesAway: 45 };
  const goes = { hamlets: hamlet === '' ? [] : [hamlet], clientIds: named.map((client) => client.id) };
  // Somebody of the hamlet that goes stays all the same.
  const stay = here
    .filter((client) => client.hamlet === hamlet)
    .slice(1, 2)
    .map((client) => client.id);
  office.log.fault('village parted');
  await command(office, dice, officer.userId, 'network.split-room', {
    ...{ roomId: room.id, fromDay, parts: [{ ...part, ...goes }], stay },
  });
  await followAll(office, dice);
};

/** The server's job: who was named follows, until nobody is left; then the split is done. */
async function followAll(office: Office, dice: Dice): Promise<void> {
  for (const split of (await office.picture()).rows(splits).filter((one) => one.state === 'moving')) {
    const named = new Set(namedInSplit(split));
    for (const { roomId, hamlets, clientIds } of split.parts) {
      for (let chunk = 0; chunk < 100; chunk++) {
        const left = (await office.picture())
          .rows(clients)
          .filter((client) => client.roomId === split.roomId)
          .filter(
            (client) => clientIds.includes(client.id) || (hamlets.includes(client.hamlet) && !named.has(client.id)),
          )
          .filter((client) => !client.roomHistory.some((since) => since.roomId === roomId));
        if (left.length === 0) break;
        await command(office, dice, null, 'people.move-clients', {
          clientIds: left.slice(0, 3).map((client) => client.id),
          ...{ fromRoomId: split.roomId, toRoomId: roomId, fromDay: split.fromDay },
        });
        await office.server.time.sleep(dice.between(1, 40) * 1_000);
      }
    }
    await command(office, dice, null, 'network.finish-split', { splitId: split.id });
  }
}

/** A township and its villages come in from the statistics in chunks; a chunk that is sent again adds nothing. */
export const importDivisions: Act = async (office, dice) => {
  const { time } = office.server;
  const importId = derivedId('simulation', `import ${time.now}`);
  const fromDay = addDays(dayOf(time.now), -365);
  const wanted = { importId, countyCode: '459901', openTownships: [], include: [], fromDay };
  office.log.fault('divisions imported');
  await command(office, dice, officer.userId, 'network.import-divisions', wanted);
  const nine = `4599${String(10_000 + (time.now % 89_999)).slice(0, 5)}`;
  const stationId = derivedId(importId, 'station');
  const station = { stationId, name: '新来的乡社工站', code: `${nine}000`, state: 'planned' };
  const room = { roomId: derivedId(importId, 'room'), stationId, name: '新来的村', code: `${nine}201` };
  const first = { importId, stations: [station], rooms: [], done: 1, total: 2 };
  await command(office, dice, null, 'network.import-division-chunk', first);
  await time.sleep(dice.between(1, 40) * 1_000);
  await command(office, dice, null, 'network.import-division-chunk', { ...first, done: 1 });
  await command(office, dice, null, 'network.import-division-chunk', { ...first, rooms: [room], done: 2 });
  const run = (await office.picture()).rows(divisionImports).find((one) => one.id === importId);
  const there = (await office.picture()).rows(rooms).some((one) => one.id === room.roomId);
  if (run?.state === 'done' && !there) office.log.fail('broken', 'S10 an import that is done is whole', importId);
};
