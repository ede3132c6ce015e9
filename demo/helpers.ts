/**
 * Who helps: volunteers on the stations' books with what they can do and when, partners and the service projects they
 * bring; and what was held with their help, from the plan to the summary, with everybody who came.
 */
import type { Day } from '@yimi/kernel';
import { addDays, derivedId, scopes, startOfDay } from '@yimi/kernel';
import type { Envelope } from '@yimi/protocol';
import type { DayOfWork } from './calendar.ts';
import { daysOfPhones, windowDays } from './calendar.ts';
import type { Station, Village } from './places.ts';
import type { CountyPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Person } from './staff.ts';
import { clientPhone } from './staff.ts';
import type { Stamp } from './stamp.ts';
import type { Said } from './trips.ts';
import type { Gathering } from './words/gatherings.ts';
import { gatherings, offers } from './words/gatherings.ts';
import { someone, surnameFor } from './words/names.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const takenOn = windowDays - daysOfPhones + 1;
/** Numbers of volunteers without an account. */
const helpersFrom = 95_000;
const skillSets = [['送餐'], ['维修', '送餐'], ['文艺'], ['健康', '送餐'], ['教学'], ['调解', '双语翻译'], ['心理']];
/** Half-days: all mornings; all afternoons; the weekend; market-day mornings and the weekend. */
const freeTimes = [0b01010101010101, 0b10101010101010, 0b11110000000000, 0b11110100010001];
const languagesOf = { dong: '侗', zhuang: '壮', miao: '苗', yao: '瑶', han: '桂柳话' } as const;

interface Desk {
  readonly station: Station;
  readonly villages: readonly Village[];
  readonly head: Person;
  readonly volunteers: readonly Person[];
}

export class Helpers {
  readonly #stamp: Stamp;
  readonly #random: Random;
  readonly #plan: CountyPlan;
  readonly #desks: readonly Desk[];

  constructor(plan: CountyPlan, stamp: Stamp) {
    this.#plan = plan;
    this.#stamp = stamp;
    this.#random = new Random(`helpers ${plan.scale.name}`);
    this.#desks = plan.stations.flatMap((station) => {
      const here = plan.staff.filter((one) => one.station === station && one.lastDay === null);
      const head = here.find((one) => one.role === 'station-head');
      const volunteers = here.filter((one) => one.role === 'hamlet-volunteer');
      const villages = station.villages.filter((village) => village.quietDays < 30);
      return station.open && head !== undefined ? [{ station, head, villages, volunteers }] : [];
    });
  }

  ofDay(work: DayOfWork): Said[] {
    const said = this.#desks.flatMap((desk) => [
      ...(work.index === takenOn ? this.#takenOn(desk, work.day) : []),
      ...gatherings.flatMap((gathering, at) => this.#held(desk, gathering, at, work)),
    ]);
    return said.toSorted((one, other) => one.at - other.at);
  }

  #say(desk: Desk, village: Village, at: number, commands: readonly (readonly [string, object])[]): Said {
    const hints = [scopes.desk(desk.station.id), scopes.room(village.id)];
    const envelopes: Envelope[] = commands.map(([name, input]) => this.#stamp.command(name, input, at, hints));
    return { actorId: desk.head.userId, at, envelopes };
  }

  #takenOn(desk: Desk, day: Day): Said[] {
    const [village] = desk.villages;
    if (village === undefined) return [];
    const commands = [
      ...desk.volunteers.slice(0, 8).map((person, at) => this.#profile(desk, person, at, day)),
      ...[0, 1, 2, 3].map((at) => this.#profile(desk, null, at, day)),
      ...offers.flatMap((offer, at) => this.#offer(desk, offer, at)),
    ];
    return [this.#say(desk, village, startOfDay(day) + 9 * hourMs, commands)];
  }

  /** Of a village's volunteer with an account, or of somebody who only comes by. */
  #profile({ station, villages }: Desk, person: Person | null, at: number, day: Day): [string, object] {
    const random = this.#random;
    const village = person?.village ?? villages[at % villages.length];
    const sex = person?.sex ?? (random.chance(0.5) ? 'male' : 'female');
    const people = village?.people ?? station.people;
    const name = person?.name ?? someone(random, surnameFor(random, people), 'adult', sex).name;
    const trained = addDays(day, -random.between(20, 200));
    return [
      'volunteers.add',
      {
        ...{
          profileId: person?.userId ?? derivedId('demo helper', `${station.id} ${at}`),
          withAccount: person !== null,
        },
        ...{
          roomId: village?.id,
          name,
          sex,
          phone: person?.phone ?? clientPhone(helpersFrom + random.between(0, 4999)),
        },
        ...{ skills: skillSets[(at + station.index) % skillSets.length], languages: ['普通话', languagesOf[people]] },
        ...{
          free: freeTimes[at % freeTimes.length],
          mostMinutes: random.between(2, 6) * 10,
          places: random.between(2, 6),
        },
        ...{ insuredUntil: addDays(day, random.between(60, 300)), trainedOn: trained, consentOn: trained },
      },
    ];
  }

  #offer({ station, villages }: Desk, offer: (typeof offers)[number], at: number): [string, object][] {
    if (station.index !== 0 && at !== station.index % offers.length) return [];
    const id = derivedId('demo partner', `${station.id} ${at}`);
    const { partner, contact, project, kinds, skills, what, limits } = offer;
    const offered = {
      ...{ kinds, skills, languages: [], times: freeTimes[at % freeTimes.length], limits, open: true },
      ...{ roomIds: villages.slice(0, 3 + at).map((village) => village.id), stationId: station.id },
    };
    const phone = clientPhone(helpersFrom + 5000 + at);
    return [
      [
        'volunteers.save-partner',
        { partnerId: id, name: partner, what, ...offered, contactName: contact, contactPhone: phone },
      ],
      [
        'volunteers.save-project',
        { projectId: derivedId(id, 'project'), name: project, what, ...offered, partnerId: id },
      ],
    ];
  }

  /** Planned and opened ten days before; on its day people come; two days later it is summed up. */
  #held(desk: Desk, gathering: Gathering, at: number, work: DayOfWork): Said[] {
    const village = desk.villages[gathering.village % desk.villages.length];
    const here = desk.station.index === 0 || at === desk.station.index % gatherings.length;
    if (village === undefined || !here) return [];
    const ids = gathering.days.map((_, session) => derivedId('demo activity', `${desk.station.id} ${at} ${session}`));
    const days = gathering.days.map((ago) => windowDays - ago);
    const first = days[0] ?? 0;
    const today = startOfDay(work.day);
    const said: Said[] = [];
    if (work.index === Math.max(takenOn + 1, first - 10)) {
      said.push(
        this.#planned(
          desk,
          village,
          gathering,
          ids,
          days.map((index) => addDays(work.day, index - work.index)),
          today,
        ),
      );
    }
    days.forEach((index, session) => {
      const activityId = ids[session] ?? '';
      if (work.index === index) said.push(this.#came(desk, village, gathering, activityId, session, work.day));
      if (work.index === index + 2 && gathering.summary !== null) {
        const summed = { activityId, spent: gathering.spent, summary: gathering.summary };
        said.push(this.#say(desk, village, today + 11 * hourMs, [['activities.close', summed]]));
      }
    });
    return said;
  }

  #planned(
    desk: Desk,
    village: Village,
    gathering: Gathering,
    ids: readonly string[],
    days: readonly Day[],
    today: number,
  ): Said {
    const { title, aim, kinds, venue, places, budget, notice, from, to } = gathering;
    const shift = {
      id: derivedId(ids[0] ?? '', 'shift'),
      name: '搭手',
      fromMinute: from - 30,
      toMinute: to,
      places: 4,
    };
    const plan = {
      ...{ title, aim, kinds, venue, places, budget, notice, fromMinute: from, toMinute: to, shifts: [shift] },
      ...{ roomId: village.id, seriesId: ids.length > 1 ? derivedId(ids[0] ?? '', 'series') : null },
      sessions: ids.map((activityId, at) => ({ activityId, day: days[at] })),
    };
    const opened = ids.map((activityId) => ['activities.open', { activityId }] as const);
    const volunteers = desk.volunteers.filter((one) => one.village === village).slice(0, 2);
    const helpers = volunteers.map((one, at) =>
      this.#entry(ids[0] ?? '', 'helper', { helperId: one.userId, name: one.name }, at),
    );
    const people = (this.#plan.population.ofVillage.get(village.id) ?? []).filter((one) => one.since < takenOn);
    const guests = people
      .slice(0, gathering.people)
      .map((client, at) => this.#entry(ids[0] ?? '', 'participant', { clientId: client.id }, at));
    return this.#say(desk, village, today + 10 * hourMs, [['activities.plan', plan], ...opened, ...helpers, ...guests]);
  }

  #entry(activityId: string, part: 'helper' | 'participant', who: object, at: number): [string, object] {
    const nobody = { clientId: null, helperId: null, name: null, phone: null, shiftId: null };
    const entryId = entryOf(activityId, part, at);
    return ['activities.sign-up', { ...nobody, ...who, entryId, activityId, part, wholeSeries: true }];
  }

  /** Sign-in, heads without a name, hours of the helpers, a few grades. */
  #came(desk: Desk, village: Village, gathering: Gathering, activityId: string, session: number, day: Day): Said {
    const evening = startOfDay(day) + 20.5 * hourMs;
    const first = derivedId('demo activity', `${desk.station.id} ${gatherings.indexOf(gathering)} 0`);
    // Later sessions' entries are derived from the first one's, as signing up for a whole series does.
    const idOf = (part: 'helper' | 'participant', at: number): string =>
      session === 0 ? entryOf(first, part, at) : derivedId(entryOf(first, part, at), activityId);
    const helpers = desk.volunteers
      .filter((one) => one.village === village)
      .slice(0, 2)
      .map((_, at) => idOf('helper', at));
    const people = (this.#plan.population.ofVillage.get(village.id) ?? []).filter((one) => one.since < takenOn);
    const guests = people.slice(0, gathering.people).map((_, at) => idOf('participant', at));
    const ticks = [...helpers, ...guests].map((entryId, at) => {
      const away = at >= helpers.length && (at + session) % 7 === 6;
      return { entryId, attended: away ? 'absent' : 'came' };
    });
    const [fromAt, toAt] = [gathering.from - 30, gathering.to].map((minute) => startOfDay(day) + minute * minuteMs);
    const rated = ticks.filter((one, at) => at >= helpers.length && one.attended === 'came' && at % 4 === 0);
    return this.#say(desk, village, evening, [
      ...(ticks.length === 0 ? [] : [['activities.tick', { activityId, ticks }] as const]),
      ['activities.count-heads', { activityId, heads: gathering.heads }],
      ['activities.hold', { activityId }],
      ...helpers.map((entryId) => ['activities.note-hours', { entryId, fromAt, toAt }] as const),
      ...rated.map(
        ({ entryId }, at) =>
          ['activities.rate', { entryId, rating: (at + session) % 3 === 2 ? 4 : 5, words: null }] as const,
      ),
    ]);
  }
}

function entryOf(activityId: string, part: string, at: number): string {
  return derivedId(activityId, `${part} ${at}`);
}
