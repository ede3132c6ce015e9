/**
 * An invented week: villages scattered over a county, needs and helpers in them, all from one seed. Shared by the bench
 * and by the tests of matching, which ask for small ones. Languages go by valley, as they do; a third of the needs come
 * from people who speak no Putonghua, one in six wishes a woman or a man to come.
 */

import { halfDays } from '@yimi/needs';
import type { Language } from '@yimi/people';
import type { Ask, Helper, MinutesBetween, Sex } from '@yimi/volunteers';
import { skills } from '@yimi/volunteers';
import { dice } from '../trips/township.ts';

export interface Size {
  readonly asks: number;
  readonly helpers: number;
  readonly villages: number;
}
export interface Week {
  readonly asks: readonly Ask[];
  readonly helpers: readonly Helper[];
  readonly minutesBetween: MinutesBetween;
}

const valleys: readonly Language[] = ['桂柳话', '侗', '苗', '壮', '瑶'];
const sexes: readonly Sex[] = ['female', 'male'];
/** Minutes of way across the whole county. */
const across = 150;

export function inventedWeek(seed: number, size: Size): Week {
  const chance = dice(seed);
  const below = (n: number): number => Math.floor(chance() * n);
  const oneOf = <T>(from: readonly T[], fallback: T): T => from[below(from.length)] ?? fallback;
  const villages = Array.from({ length: size.villages }, (_, at) => ({ id: `v${at}`, x: chance(), y: chance() }));
  const where = new Map(villages.map((village) => [village.id, village]));
  const home = () => oneOf(villages, { id: 'v0', x: 0, y: 0 });
  const tongue = (x: number): Language => valleys[Math.floor(x * valleys.length)] ?? '桂柳话';
  const freeTimes = (oneIn: number): number =>
    Array.from({ length: halfDays }, (_, at) => (below(oneIn) === 0 ? 1 << at : 0)).reduce((all, bit) => all | bit, 0);
  const helpers = Array.from({ length: size.helpers }, (_, at): Helper => {
    const { id: villageId, x } = home();
    const places = 1 + below(2);
    return {
      id: `h${at}`,
      villageId,
      skills: skills.filter(() => below(5) === 0),
      languages: chance() < 0.7 ? ['普通话', tongue(x)] : [tongue(x)],
      sex: chance() < 0.05 ? null : oneOf(sexes, 'female'),
      free: freeTimes(3),
      mostMinutes: 10 + below(50),
      places,
      given: chance() < 0.3 ? 1 + below(places) : 0,
      served: Array.from({ length: below(4) }, () => `p${below(size.asks)}`),
    };
  });
  const asks = Array.from({ length: size.asks }, (_, at): Ask => {
    const { id: villageId, x } = home();
    const urgent = chance();
    return {
      id: `a${at}`,
      villageId,
      personId: chance() < 0.8 ? `p${at}` : null,
      urgency: urgent < 0.1 ? 'urgent' : urgent < 0.4 ? 'soon' : 'ordinary',
      skills: chance() < 0.3 ? [] : [oneOf(skills, '送餐')],
      languages: chance() < 0.2 ? [] : chance() < 0.33 ? [tongue(x)] : ['普通话', tongue(x)],
      helperSex: chance() < 1 / 6 ? oneOf(sexes, 'female') : null,
      times: chance() < 0.4 ? 0 : freeTimes(2),
      declinedBy: chance() < 0.1 ? [`h${below(size.helpers)}`] : [],
    };
  });
  const minutesBetween: MinutesBetween = (one, other) => {
    const [from, to] = [where.get(one), where.get(other)];
    if (from === undefined || to === undefined) return null;
    // Roads wind: a third longer than the crow flies, and three minutes to get going.
    return Math.round(3 + Math.hypot(from.x - to.x, from.y - to.y) * across * 1.3);
  };
  return { asks, helpers, minutesBetween };
}
