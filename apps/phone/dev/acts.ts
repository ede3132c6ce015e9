/** What happens around the phone while it is being looked at: the network goes, the station asks, a file is closed. */
import { checkIns, entries, hours } from '@yimi/activities';
import type { Table } from '@yimi/kernel';
import { addDays, dayOf } from '@yimi/kernel';
import { rooms } from '@yimi/network';
import { clients } from '@yimi/people';
import type { PullResponse } from '@yimi/protocol';
import { cards, ownVisits } from '@yimi/services';
import type { PretendDevice } from './pretend-device.ts';
import type { Township } from './township.ts';
import { countyId, holders, named } from './township.ts';

export class Acts {
  readonly #device: PretendDevice;
  readonly #world: Township;

  constructor(device: PretendDevice, world: Township) {
    this.#device = device;
    this.#world = world;
  }

  get #user() {
    if (this.#device.user === null) throw new Error('nobody has opened the phone');
    return this.#device.user;
  }

  setOnline(online: boolean): Promise<void> {
    return this.#user.setOnline(online);
  }

  setUnsent(n: number): void {
    this.#device.unsent = n;
  }

  endSession(): void {
    this.#user.change({ signedOut: true, updateReady: true });
  }

  /** Faults of the pretended server: a test asks for none. */
  get faults(): string[] {
    return this.#world.faults.map(String);
  }

  /** The station sends the newest record back with a question. @returns the visit's id */
  async ask(question: string): Promise<string> {
    const newest = this.#user.replica.rows(ownVisits).toSorted((one, other) => other.occurredAt - one.occurredAt)[0];
    if (newest === undefined) throw new Error('no visit to ask about');
    await this.#world.send(holders.lan.userId, 'services.question-visit', { visitId: newest.id, question });
    await this.#user.syncNow();
    return newest.id;
  }

  async review(visitId: string): Promise<void> {
    await this.#world.send(holders.lan.userId, 'services.review-visit', { visitId });
    await this.#user.syncNow();
  }

  /** Recorded without a network while the station closes the person's file: refused when the network returns. */
  async refuseOne(findings: string): Promise<void> {
    const card = this.#user.replica.rows(cards)[2];
    if (card === undefined) throw new Error('no card');
    await this.setOnline(false);
    await this.recordOne(card.clientId, findings);
    const file = { clientId: card.clientId, changes: { state: { from: 'active', to: 'moved-away' } } };
    await this.#world.send(holders.shi.userId, 'people.correct-client', file);
    await this.setOnline(true);
  }

  async recordOne(clientId: string, findings: string | null): Promise<void> {
    const visitId = this.#user.replica.newId();
    const visitedAt = Date.now() - 600_000;
    await this.#user.record('services.record-visit', {
      visitId,
      clientId,
      visitedAt,
      mode: 'home',
      result: 'home',
      findings,
      needs: ['出行'],
      files: [],
    });
  }

  idWithoutPhotos(): string {
    const wary = this.#user.replica
      .rows(clients)
      .find((one) => !one.consents.some((given) => given.purpose === 'photo'));
    return wary?.id ?? '';
  }

  /** What has not been accepted yet, in the server's words. */
  unsentNow(): string[] {
    return this.#user.replica.entries
      .filter((entry) => entry.state !== 'accepted')
      .map((entry) => `${entry.envelope.name} ${entry.state} ${entry.problem?.code ?? ''}`);
  }

  /** The station sends meals by the volunteer from today on. @param dueMinute 0: late already */
  async mealRound(dueMinute: number): Promise<void> {
    const diners = [0, 1, 2].map((at) => ({
      clientId: named(`client ${at}`),
      note: at === 0 ? '糖尿病，饭少一点' : null,
      contacts: at === 1 ? [{ kind: 'neighbour', name: '对门石嫂', phone: '13977211807' }] : [],
    }));
    await this.#world.send(holders.lan.userId, 'meals.set-round', {
      ...{ roundId: named('round'), stationId: named('station'), name: '归冲午餐', weekdays: [1, 2, 3, 4, 5, 6, 7] },
      ...{ dueMinute, delivererIds: [holders.wei.userId, holders.qin.userId], diners, ended: false },
    });
    await this.#world.system('meals.lay-out', { roundId: named('round'), day: dayOf(Date.now()) });
    await this.#user.syncNow();
  }

  /** The station asks the volunteer to bring somebody's lunch, and to go along to the township for another. */
  async askForHelp(): Promise<void> {
    const send = (name: string, input: unknown) => this.#world.send(holders.lan.userId, name, input);
    const today = dayOf(Date.now());
    await send('volunteers.add', {
      ...{ profileId: holders.wei.userId, withAccount: true, roomId: named('归冲村'), name: '韦彩云', phone: null },
      ...{ sex: 'female', skills: ['送餐'], languages: [], free: 0b11, mostMinutes: 60, places: 4 },
      ...{ insuredUntil: null, trainedOn: null, consentOn: today },
    });
    const asked = [
      ['client 1', '助餐', '紧急', '摔了腰，这几天煮不了饭', '今天中午'],
      ['client 2', '出行', '一般', '想去卫生院复查，一个人不敢坐车', '周三上午'],
    ] as const;
    for (const [client, kind, urgency, words, suits] of asked) {
      const needId = named(`asked by ${client}`);
      const nobody = { householdId: null, askerName: null, askerPhone: null, proxyName: null, numberHash: null };
      await send('needs.record', {
        ...{ needId, channel: '来电来访', kind, words, roomId: named('归冲村'), clientId: named(client), urgency },
        ...{ ...nobody, byProxy: false, visitId: null, receivedAt: Date.now() },
      });
      await send('volunteers.offer', { needId, helperId: holders.wei.userId, suits, answerBy: addDays(today, 2) });
    }
    await this.#user.syncNow();
  }

  /** The station's worker holds an activity today, and is on its list as a helper. */
  async activityToday(): Promise<void> {
    const send = (name: string, input: unknown) => this.#world.send(holders.lan.userId, `activities.${name}`, input);
    const activityId = named('zongzi');
    await send('plan', {
      ...{ title: '包粽子', aim: '', kinds: ['社会融入'], roomId: named('归冲村'), seriesId: null, places: null },
      ...{ sessions: [{ activityId, day: dayOf(Date.now()) }], fromMinute: 720, toMinute: 840, venue: '村委会' },
      ...{ shifts: [], budget: 0, notice: null },
    });
    await send('open', { activityId });
    await send('sign-up', {
      ...{ entryId: named('zongzi entry'), activityId, part: 'helper', clientId: null, helperId: holders.lan.userId },
      ...{ name: holders.lan.name, phone: null, shiftId: null, wholeSeries: false },
    });
    const random = crypto.getRandomValues(new Uint8Array(32));
    const secret = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
    await this.#world.system('activities.lay-out-code', { activityId, secret });
    await this.#user.syncNow();
  }

  /** What the desk has of it: who came, who checked in how, and the hours. */
  attended(): { came: number; checkIns: string[]; minutes: number } {
    const rows = <Row extends { id: string }>(table: Table<Row>): Row[] =>
      [...(this.#world.store.county(countyId).rows.get(table.name)?.values() ?? [])].map(({ row }) =>
        table.schema.parse(row),
      );
    return {
      came: rows(entries).filter((entry) => entry.attended === 'came').length,
      checkIns: rows(checkIns).map((one) => `${one.direction} ${one.state}`),
      minutes: rows(hours).reduce((sum, row) => sum + row.minutes, 0),
    };
  }

  /** The station plans a trip on foot, which nobody has to grant, to the first village tomorrow. */
  async stationComes(): Promise<void> {
    const room = this.#user.replica.rows(rooms).find((one) => one.name.startsWith('归冲村'));
    if (room === undefined) throw new Error('no village');
    await this.#world.send(holders.lan.userId, 'services.propose-trip', {
      tripId: this.#user.replica.newId(),
      stationId: room.stationId,
      day: addDays(dayOf(Date.now()), 1),
      memberIds: [holders.lan.userId],
      car: 'none',
      seats: 1,
      leaveAt: 510,
      backBy: 1050,
      stops: [
        {
          stopId: this.#user.replica.newId(),
          roomId: room.id,
          arriveAt: 570,
          stayMinutes: 90,
          clientIds: [],
          errandIds: [],
        },
      ],
      supplies: [],
      note: '',
      ask: true,
    });
    await this.#user.syncNow();
  }

  /** Somebody of the village by name, as the server holds them. */
  idOf(name: string): string {
    const held = this.#user.replica.rows(cards).find((one) => one.name.startsWith(name))?.clientId;
    return held ?? this.#user.replica.rows(clients).find((one) => one.name.startsWith(name))?.id ?? '';
  }
}

declare global {
  interface Window {
    yimiDev: Acts;
    /** Set by a test before the page begins: what it does to each answer of the pretended server. */
    yimiOnTheWay?: (answer: PullResponse) => PullResponse;
    /** Counted by the test. */
    taps: number;
  }
}
