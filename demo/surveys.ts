/**
 * The first station asks its villages twice: papers gathered at meetings and typed in at one sitting, the second time also on
 * the public page. The second follows the first, so that the ranked list says what has changed.
 */

import { paperAnswerId } from '@yimi/forms';
import { derivedId, scopes, startOfDay } from '@yimi/kernel';
import { systemActor } from '@yimi/sync';
import type { DayOfWork } from './calendar.ts';
import { windowDays } from './calendar.ts';
import type { Station, Village } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Person } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { Said } from './trips.ts';
import { ages, chances, model, skills, surveys, wishes } from './words/questionnaire.ts';

const hourMs = 3_600_000;
/** Days before the last: it goes out, its papers are typed in, it is closed; the second one is still open. */
const courses = [
  { out: 33, typed: 27, closed: 25 },
  { out: 11, typed: 4, closed: null },
] as const;

interface Desk {
  readonly station: Station;
  readonly villages: readonly Village[];
  readonly worker: Person;
}

export class Surveys {
  readonly #stamp: Stamp;
  readonly #random: Random;
  readonly #scale: string;
  readonly #desk: Desk | null;

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#stamp = stamp;
    this.#scale = plan.scale.name;
    this.#random = new Random(`surveys ${plan.scale.name}`);
    const [station] = plan.stations;
    const worker = plan.staff.find((one) => one.role === 'station-worker' && one.station === station && one.featured);
    const villages = station?.villages.filter((village) => village.quietDays < 30).slice(0, 4) ?? [];
    this.#desk = station === undefined || worker === undefined ? null : { station, villages, worker };
  }

  ofDay(work: DayOfWork): Said[] {
    const desk = this.#desk;
    if (desk === null) return [];
    return courses.flatMap(({ out, typed, closed }, at) => {
      const ago = windowDays - work.index;
      const web = surveys[at]?.web ?? 0;
      return [
        ...(ago === out ? [this.#goesOut(desk, work, at)] : []),
        ...(ago === typed ? [this.#typedIn(desk, work, at)] : []),
        // One or two a day, until the last evening.
        ...(ago < out && ago <= web ? [this.#byResident(desk, work, at)] : []),
        ...(ago === closed ? [this.#says(desk, desk.worker.userId, work, 17, [['forms.close', this.#id(at)]])] : []),
      ];
    });
  }

  #id(at: number) {
    return { formId: derivedId('demo survey', `${this.#scale} ${at}`) };
  }

  #says(
    { station, villages }: Desk,
    actorId: string,
    work: DayOfWork,
    hour: number,
    commands: readonly (readonly [string, object])[],
  ): Said {
    const at = startOfDay(work.day) + hour * hourMs;
    const hints = [scopes.desk(station.id), ...villages.map((village) => scopes.room(village.id))];
    return { actorId, at, envelopes: commands.map(([name, input]) => this.#stamp.command(name, input, at, hints)) };
  }

  #goesOut(desk: Desk, work: DayOfWork, at: number): Said {
    const { title, lead, web } = surveys[at] ?? { title: '', lead: '', web: 0 };
    const followsId = at === 0 ? null : this.#id(at - 1).formId;
    return this.#says(desk, desk.worker.userId, work, 9, [
      ['forms.save-draft', { ...this.#id(at), stationId: desk.station.id, title, lead, followsId, model }],
      ['forms.publish', this.#id(at)],
      ...(web === 0 ? [] : [['forms.show-on-web', { ...this.#id(at), shown: true }] as const]),
    ]);
  }

  #typedIn(desk: Desk, work: DayOfWork, at: number): Said {
    const papers = Array.from({ length: surveys[at]?.papers ?? 0 }, (_, n) => String(n + 1).padStart(3, '0'));
    const { formId } = this.#id(at);
    const commands = papers.map((paper) => {
      const answerId = paperAnswerId(formId, paper);
      return ['forms.answer', this.#answer(desk, work, at, { answerId, paper })] as const;
    });
    return this.#says(desk, desk.worker.userId, work, 15, commands);
  }

  #byResident(desk: Desk, work: DayOfWork, at: number): Said {
    const answerId = derivedId(this.#id(at).formId, `web ${work.index}`);
    const answer = this.#answer(desk, work, at, { answerId, paper: null });
    return this.#says(desk, systemActor, work, this.#random.between(180, 210) / 10, [['forms.answer', answer]]);
  }

  #answer({ villages }: Desk, work: DayOfWork, at: number, of: { answerId: string; paper: string | null }) {
    const random = this.#random;
    const which = at === 0 ? 0 : 1;
    const wants = chances.filter((one) => random.chance(one.of[which])).map(({ name }) => name);
    const helps = random.weighted([
      ['yes', 3],
      ['sometimes', 4],
      ['no', 3],
    ] as const);
    const values = {
      ...{
        age: random.weighted(ages),
        wants: wants.length > 0 ? wants : ['company'],
        home: random.between(1, 5),
        helps,
      },
      ...(helps === 'yes' && random.chance(0.6) ? { skill: random.pick(skills) } : {}),
      ...(random.chance(0.2) ? { more: random.pick(wishes) } : {}),
    };
    const byProxy = of.paper !== null && random.chance(0.15);
    const roomId = random.pick(villages).id;
    return { ...this.#id(at), ...of, revision: 1, roomId, byProxy, answeredOn: work.day, values };
  }
}
