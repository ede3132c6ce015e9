/**
 * A small invented county in memory, the same every time: 15 townships, 5 stations, 150 villages, some 2,500 people and a
 * year of visits. It only feeds the screens while they are built and tested; it is no model of the server.
 */
import type { Role } from '@yimi/kernel';
import { addDays, dayOf, daysBetween, derivedId, startOfDay } from '@yimi/kernel';
import type { Calls } from '@yimi/services';
import type { SameIdNotices } from '../api-people.ts';
import { doubtful, family, noticed } from './invented-families.ts';
import {
  findingsSaid,
  givenNames,
  hamlets,
  lots,
  openStations,
  surnames,
  townships,
  villageNames,
} from './invented-people.ts';

export const now = Date.parse('2025-06-12T09:30:00+08:00');
export const today = dayOf(now);
const named = (label: string): string => derivedId('invented', label);
export const countyId = named('county');
export const countyName = '云溪县';

export interface Station {
  id: string;
  name: string;
  state: 'open' | 'planned';
  agencyName: string | null;
  phone: string | null;
}
export interface Room {
  id: string;
  name: string;
  stationId: string;
  minutesAway: number;
  rhythm: number;
}
export interface Staff {
  userId: string;
  postId: string;
  name: string;
  role: Role;
  stationId: string;
  roomId: string | null;
  phone: string;
  seen: number | null;
}
export interface Client {
  id: string;
  name: string;
  pinyin: string;
  sex: 'male' | 'female';
  birthDay: string;
  phone: string | null;
  idLastFour: string | null;
  guardian: string | null;
  groups: string[];
  risk: 'high' | 'key' | 'ordinary';
  roomId: string;
  hamlet: string;
  state: 'active' | 'merged' | 'erased';
  registeredOn: string;
  assigneeId: string | null;
  consents: { purpose: string; givenBy: 'person' | 'guardian'; day: string; withdrawnDay: string | null }[];
  lastVisitOn: string | null;
  lastMetOn: string | null;
  visits: number;
  householdId: string | null;
  photo?: string | null;
  documentKind?: string | null;
  mergedInto?: string;
  ethnicity?: string;
  memberships?: { group: string; source: string | null; fromDay: string; toDay: string | null }[];
}
export interface Household {
  address: string;
  hamlet: string;
  headId: string | null;
  phone: string | null;
}
export interface Proposal {
  id: string;
  clientId: string;
  otherId: string;
  reason: 'same-name' | 'same-name-and-birth' | 'alike';
  reasons: string[];
  score: number;
}
export interface Tie {
  tieId: string;
  clientId: string;
  kind: string;
  otherId: string | null;
  otherName: string | null;
  otherPhone: string | null;
}
export interface Visit {
  id: string;
  clientId: string;
  roomId: string;
  stationId: string;
  authorId: string;
  occurredOn: string;
  occurredAt: number;
  recordedAt: number;
  plausible: boolean;
  mode: 'home' | 'phone';
  result: 'home' | 'nobody' | 'vacant' | 'refused';
  risk: Client['risk'];
  findings: string;
  needs: string[];
  state: 'counted' | 'withdrawn' | 'rejected';
  stateReason: string | null;
  review: 'open' | 'questioned' | 'answered' | 'reviewed';
  question: string | null;
  answer: string | null;
  reviewedBy: string | null;
  photos: number;
  voices: number;
  arrived: boolean;
}

export class County {
  readonly stations: Station[] = [];
  readonly rooms: Room[] = [];
  readonly staff: Staff[] = [];
  readonly clients = new Map<string, Client>();
  visits: Visit[] = [];
  rule = { high: 7, key: 30, ordinary: 90, fromDay: '2024-09-01', calls: { high: 0, key: 2, ordinary: null } as Calls };
  proposals: Proposal[] = [];
  readonly households = new Map<string, Household>();
  ties: Tie[] = [];
  notices: SameIdNotices['rows'] = [];
  conflicts: {
    id: string;
    clientId: string;
    field: string;
    earlier: string;
    later: string;
    laterBy: string;
    at: number;
  }[] = [];
  readonly draw = lots(20250612);

  constructor() {
    this.#places();
    this.#people();
    this.#visits();
    this.#notable();
  }

  #places(): void {
    townships.forEach((name, at) => {
      const open = at < openStations;
      const id = named(`station ${at}`);
      this.stations.push({
        id,
        name: open ? `${name}社工站` : name,
        state: open ? 'open' : 'planned',
        agencyName: open ? '向阳社工服务中心' : null,
        phone: open ? `0772-86100${10 + at}` : null,
      });
      for (let n = 0; n < 10; n++) {
        const room = named(`room ${at}/${n}`);
        const village = villageNames[(at * 7 + n * (at % 3 === 0 ? 1 : 3)) % villageNames.length] ?? '';
        const rhythm = n === 9 ? 0 : open ? 1 + this.draw(4) : this.draw(3);
        this.rooms.push({
          id: room,
          name: `${at === 0 ? (villageNames[n] ?? village) : village}村`,
          stationId: id,
          minutesAway: 15 + this.draw(110),
          rhythm,
        });
        if (n % 4 !== 3) this.#hire('village-worker', id, room);
        if (n % 3 === 0) this.#hire('hamlet-volunteer', id, room);
      }
      // 23 workers in 5 stations, as the county says it has.
      const workers = [5, 6, 5, 4, 3][at] ?? 0;
      for (let n = 0; n < workers; n++) this.#hire(n === 0 ? 'station-head' : 'station-worker', id, null);
    });
    const [head, worker] = this.staff.filter((one) => one.roomId === null);
    if (head !== undefined) head.name = '石明远';
    if (worker !== undefined) worker.name = '蓝青';
  }

  #name(): { name: string; pinyin: string } {
    const [family = '', reading = ''] = surnames[this.draw(surnames.length)] ?? [];
    const [given = '', rest = ''] = givenNames[this.draw(givenNames.length)] ?? [];
    return { name: family + given, pinyin: `${reading} ${rest}` };
  }

  #hire(role: Role, stationId: string, roomId: string | null): void {
    const n = this.staff.length;
    const seen = n % 11 === 5 ? null : now - this.draw(6 * 86_400) * 1000;
    this.staff.push({
      userId: named(`user ${n}`),
      postId: named(`post ${n}`),
      name: this.#name().name,
      role,
      stationId,
      roomId,
      phone: `139${String(10_000_000 + this.draw(80_000_000))}`,
      seen,
    });
  }

  #people(): void {
    const kinds = [
      '老年人',
      '独居老人',
      '残疾人',
      '低保对象',
      '留守儿童',
      '空巢老人',
      '脱贫监测户',
      '特困人员',
      '困境儿童',
      '失能老人',
    ];
    for (const room of this.rooms) {
      const helpers = this.staff.filter((one) => one.roomId === room.id);
      for (let n = 0; n < 14 + this.draw(6); n++) {
        const id = named(`client ${this.clients.size}`);
        const risk = this.draw(10) === 0 ? 'high' : this.draw(10) < 3 ? 'key' : 'ordinary';
        const kind = kinds[this.draw(kinds.length)] ?? '老年人';
        const child = kind.includes('儿童');
        const birthDay = `${child ? 2011 + this.draw(8) : 1936 + this.draw(36)}-${String(1 + this.draw(12)).padStart(2, '0')}-${String(1 + this.draw(28)).padStart(2, '0')}`;
        const groups =
          this.draw(3) === 0 ? [kind, '低保对象'].filter((one, at, all) => all.indexOf(one) === at) : [kind];
        this.clients.set(id, {
          id,
          ...this.#name(),
          sex: this.draw(2) === 0 ? 'female' : 'male',
          birthDay,
          phone: this.draw(4) === 0 ? null : `136${String(10_000_000 + this.draw(80_000_000))}`,
          idLastFour: this.draw(6) === 0 ? null : String(1000 + this.draw(8999)),
          guardian: child ? `${surnames[this.draw(12)]?.[0] ?? '韦'}秀英` : null,
          groups,
          risk,
          roomId: room.id,
          hamlet: hamlets[this.draw(hamlets.length)] ?? '',
          state: 'active',
          registeredOn: addDays('2024-03-01', this.draw(200)),
          assigneeId: helpers[this.draw(Math.max(1, helpers.length))]?.userId ?? null,
          consents: (['service', 'photo', 'location'] as const).slice(0, 1 + this.draw(3)).map((purpose) => ({
            purpose,
            givenBy: child ? ('guardian' as const) : ('person' as const),
            day: '2024-09-03',
            withdrawnDay: null,
          })),
          lastVisitOn: null,
          lastMetOn: null,
          visits: 0,
          householdId: null,
        });
      }
    }
  }

  #visits(): void {
    const everybody = [...this.clients.values()];
    const byRoom = new Map(this.rooms.map((room) => [room.id, everybody.filter((one) => one.roomId === room.id)]));
    for (let day = '2024-06-15'; day <= today; day = addDays(day, 1)) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      const festival = day >= '2025-01-25' && day <= '2025-02-06';
      if (weekday === 0 || festival) continue;
      for (const room of this.rooms) {
        // Each village has a rhythm of its own; some have been forgotten since spring.
        const quiet = (room.rhythm === 1 && day > '2025-05-02') || room.rhythm === 0;
        if (quiet || this.draw(5) >= room.rhythm || (weekday === 6 && this.draw(3) > 0)) continue;
        const people = byRoom.get(room.id) ?? [];
        const client = this.#mostDue(
          [people[this.draw(people.length)], people[this.draw(people.length)], people[this.draw(people.length)]],
          day,
        );
        if (client !== undefined) this.#visit(room, client, day);
      }
    }
  }

  /** Workers go where it is due, mostly. */
  #mostDue(some: readonly (Client | undefined)[], day: string): Client | undefined {
    const urgency = (client: Client): number =>
      daysBetween(client.lastMetOn ?? client.registeredOn, day) / this.rule[client.risk];
    return some.filter((one) => one !== undefined).sort((one, other) => urgency(other) - urgency(one))[0];
  }

  #visit(room: Room, client: Client, day: string): void {
    const n = this.visits.length;
    const author =
      this.staff.filter((one) => one.roomId === room.id)[0] ??
      this.staff.find((one) => one.stationId === room.stationId && one.role === 'station-worker');
    const lot = this.draw(20);
    const result = lot < 15 ? 'home' : lot < 17 ? 'nobody' : lot < 18 ? 'refused' : lot < 19 ? 'vacant' : 'home';
    const occurredAt = startOfDay(day) + (8 * 3600 + this.draw(9 * 3600)) * 1000;
    const fresh = daysBetween(day, today) < 4;
    const photos = client.consents.some((one) => one.purpose === 'photo') ? this.draw(3) : 0;
    if (occurredAt > now - 600_000) return;
    this.visits.push({
      id: named(`visit ${n}`),
      clientId: client.id,
      roomId: room.id,
      stationId: room.stationId,
      authorId: author?.userId ?? named('user 0'),
      occurredOn: day,
      occurredAt,
      recordedAt: occurredAt + this.draw(7200) * 1000,
      plausible: n % 401 !== 7,
      mode: this.draw(8) === 0 ? 'phone' : 'home',
      result,
      risk: client.risk,
      findings:
        result === 'home'
          ? (findingsSaid[this.draw(findingsSaid.length)] ?? '')
          : '敲了两次门没人应，问了邻居，说下地去了。',
      needs: result === 'home' ? ['精神慰藉', '助餐', '出行', '政策咨询', '生活照料'].slice(this.draw(4), 4) : [],
      state: n % 97 === 3 ? 'withdrawn' : 'counted',
      stateReason: n % 97 === 3 ? '记错人了' : null,
      review: fresh ? 'open' : 'reviewed',
      question: null,
      answer: null,
      reviewedBy: fresh ? null : named('user 0'),
      photos,
      voices: this.draw(4) === 0 ? 1 : 0,
      arrived: !fresh || this.draw(4) > 0,
    });
    if (n % 97 === 3) return;
    client.visits += 1;
    client.lastVisitOn = day;
    if (result === 'home') client.lastMetOn = day;
  }

  /** A few records worth a second look. */
  #notable(): void {
    const first = this.stations[0]?.id;
    const open = this.visits
      .filter((visit) => visit.stationId === first && visit.review === 'open' && visit.state === 'counted')
      .reverse();
    const [one, two, three] = open;
    if (one !== undefined)
      Object.assign(one, {
        photos: 3,
        voices: 1,
        arrived: true,
        result: 'home',
        findings: findingsSaid[2],
        needs: ['助餐', '精神慰藉', '生活照料'],
      });
    if (two !== undefined)
      Object.assign(two, {
        review: 'answered',
        question: '两次敲门之间隔了多久？',
        answer: '隔了半个钟头，第二次是和邻居一起去的。',
      });
    if (three !== undefined) Object.assign(three, { review: 'questioned', question: '药的事跟卫生院说了没有？' });
    const people = [...this.clients.values()].filter((client) => client.roomId === this.rooms[0]?.id);
    const [a, b] = people;
    if (a === undefined || b === undefined) return;
    Object.assign(a, {
      name: '韦小妹',
      pinyin: 'wei xiao mei',
      groups: ['独居老人', '低保对象'],
      risk: 'high',
      birthDay: '1941-03-08',
      sex: 'female',
      guardian: null,
      idLastFour: '002X',
      phone: '13607728801',
    });
    Object.assign(b, {
      name: '韦小妹',
      pinyin: 'wei xiao mei',
      birthDay: '1941-03-08',
      sex: 'female',
      visits: 1,
      idLastFour: null,
    });
    family(this, people);
    doubtful(this, people);
    noticed(this, people);
    const later = this.staff.find((one) => one.roomId === a.roomId)?.name ?? '';
    this.conflicts.push({
      id: named('conflict'),
      clientId: a.id,
      field: 'phone',
      earlier: '"13607728801"',
      later: '"13977215566"',
      laterBy: later,
      at: now - 86_400_000,
    });
  }
}
