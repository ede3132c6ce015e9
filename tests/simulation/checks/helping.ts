/**
 * Whom a volunteer helps lies in their scope exactly as long as they are at it: from a yes until it ends, is given or taken back, or
 * nobody waits any more; and says what the person's file says. Written from the law, not from the module.
 */
import { needs } from '@yimi/needs';
import { clients } from '@yimi/people';
import { offers, ownOffers, ownTasks, profiles } from '@yimi/volunteers';
import type { Log } from '../log.ts';
import { short } from '../log.ts';
import type { Picture } from '../picture.ts';

export function checkHelping(picture: Picture, log: Log): void {
  const by = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
  const [people, asked, helpers] = [by(picture.rows(clients)), by(picture.rows(needs)), by(picture.rows(profiles))];
  const [carried, tasks] = [by(picture.rows(ownOffers)), by(picture.rows(ownTasks))];
  const wrong = (id: string, what: string): void =>
    log.fail('broken', `a task is known as long as it lasts: ${what}`, short(id));
  for (const offer of picture.rows(offers)) {
    if (helpers.get(offer.helperId)?.withAccount !== true) continue;
    const need = asked.get(offer.needId);
    let client = people.get(need?.clientId ?? '');
    while (client !== undefined && client.mergedInto !== null) client = people.get(client.mergedInto);
    const waits = need !== undefined && ['received', 'triaged', 'answering'].includes(need.state);
    const atIt = offer.state === 'accepted' && waits && client?.state === 'active';
    const task = tasks.get(offer.id);
    if ((task !== undefined) !== atIt) wrong(offer.id, atIt ? 'not told' : 'told too long');
    if (task !== undefined && (task.name !== client?.name || task.phone !== client.phone))
      wrong(offer.id, 'told wrong');
    const own = carried.get(offer.id);
    const live = offer.state === 'offered' || offer.state === 'accepted';
    if (live && own === undefined) wrong(offer.id, 'not asked');
    if (own !== undefined && own.state !== offer.state) wrong(offer.id, 'another state');
  }
}
