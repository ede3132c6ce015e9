/** The station asks volunteers for help with needs, and they answer, do it or give it back on their phones. */
import { addDays, dayOf } from '@yimi/kernel';
import { isOpen, needs } from '@yimi/needs';
import { isLive, offers, ownOffers, profiles } from '@yimi/volunteers';
import { short } from '../log.ts';
import type { Deed, Scene } from './choose.ts';
import type { Act } from './office.ts';
import { command, posted } from './office.ts';

const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);

/** Somebody with a post is a volunteer from now on, and asked for an open need of the station; now and then an offer is taken back. */
export const askForHelp: Act = async (office, dice) => {
  const post = dice.pick((await posted(office)).filter((one) => one.role === 'hamlet-volunteer'));
  if (post === undefined || post.roomId === null) return;
  const known = (await office.picture()).rows(profiles).find((one) => one.id === post.userId);
  const today = dayOf(office.server.time.now);
  if (known === undefined || known.state === 'ended')
    await command(office, dice, null, 'volunteers.add', {
      ...{ profileId: post.userId, withAccount: true, roomId: post.roomId, name: '志愿者', phone: null, sex: null },
      ...{ skills: [], languages: [], free: 1, mostMinutes: 60, places: 5, insuredUntil: null, trainedOn: null },
      consentOn: today,
    });
  else if (dice.chance(0.08)) await command(office, dice, null, 'volunteers.end', { profileId: post.userId });
  const open = (await office.picture()).rows(needs).filter((need) => isOpen(need.state) && need.crisis === 'none');
  const need = dice.pick(open.filter((one) => one.heldBy === post.stationId).sort(byId));
  if (need !== undefined)
    await command(office, dice, null, 'volunteers.offer', {
      ...{ needId: need.id, helperId: post.userId, suits: '', answerBy: addDays(today, dice.below(3)) },
    });
  const all = (await office.picture()).rows(offers).sort(byId);
  const regretted = dice.chance(0.15) ? dice.pick(all.filter((one) => isLive(one.state))) : undefined;
  if (regretted !== undefined)
    await command(office, dice, null, 'volunteers.withdraw-offer', { offerId: regretted.id });
  const offerIds = all.slice(0, 50).map((one) => one.id);
  if (offerIds.length > 0) await command(office, dice, null, 'volunteers.expire-offers', { today, offerIds });
};

export function answerOffer({ dice, replica }: Scene): Deed | null {
  const offer = dice.pick(replica.rows(ownOffers).filter(({ state }) => state === 'offered'));
  if (offer === undefined) return null;
  const accepted = dice.chance(0.8);
  const input = { offerId: offer.id, accepted, reason: accepted ? null : 'no-time' };
  return { name: 'volunteers.answer-offer', input, mends: null, what: `says ${accepted} to ${short(offer.id)}` };
}

export function endTask({ dice, replica }: Scene): Deed | null {
  const offer = dice.pick(replica.rows(ownOffers).filter(({ state }) => state === 'accepted'));
  if (offer === undefined) return null;
  const input = { offerId: offer.id, done: dice.chance(0.7), words: dice.chance(0.5) ? '去过了' : null };
  return { name: 'volunteers.end-task', input, mends: null, what: `ends ${short(offer.id)}` };
}
