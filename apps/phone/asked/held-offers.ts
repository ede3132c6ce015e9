/** What this phone carries of being asked: what waits for an answer, what was agreed to and whom it is for, what is over. */
import { rooms } from '@yimi/network';
import type { OwnOffer, OwnTask } from '@yimi/volunteers';
import { isLive, ownOffers, ownTasks } from '@yimi/volunteers';
import type { Live } from '../live.ts';

export interface HeldOffer {
  readonly offer: OwnOffer;
  readonly roomName: string;
  /** Null before a yes has reached the server, and as soon as it is over. */
  readonly task: OwnTask | null;
}

export interface HeldOffers {
  readonly waiting: readonly HeldOffer[];
  readonly agreed: readonly HeldOffer[];
  readonly over: readonly HeldOffer[];
}

const rank = { 紧急: 0, 较急: 1, 一般: 2 } as const;

/** The urgent first, then what is to be answered soonest. */
export function heldOffers(live: Live): HeldOffers {
  const tasks = new Map(live.rowsOf(ownTasks).value.map((task) => [task.id, task]));
  const names = new Map(live.rowsOf(rooms).value.map((room) => [room.id, room.name]));
  const all = [...live.rowsOf(ownOffers).value]
    .sort(
      (one, other) =>
        rank[one.urgency ?? '一般'] - rank[other.urgency ?? '一般'] || (one.answerBy < other.answerBy ? -1 : 1),
    )
    .map((offer) => ({ offer, roomName: names.get(offer.roomId) ?? '', task: tasks.get(offer.id) ?? null }));
  return {
    waiting: all.filter(({ offer }) => offer.state === 'offered'),
    agreed: all.filter(({ offer }) => offer.state === 'accepted'),
    over: all.filter(({ offer }) => !isLive(offer.state)),
  };
}
