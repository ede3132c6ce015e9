/** The console's own small rules: holding a decision, what was changed in a file, what does not add up, how a month goes. */
import { describe, expect, it } from 'vitest';
import { Figures } from '../api.ts';
import type { ClientPage } from '../api-people.ts';
import { Records } from '../api-records.ts';
import type { HeldAct } from '../core/held-act.ts';
import { Hold, holdMs } from '../core/held-act.ts';
import { entriesFor } from '../core/menu.ts';
import { County, countyId } from '../dev/invented-county.ts';
import { figuresAt, recordsOf } from '../dev/read-figures.ts';
import { placesOf } from '../dev/read-network.ts';
import { clientPage } from '../dev/read-people.ts';
import { paceOf, soFarBefore } from '../screens/board/pace.ts';
import { changesOf, formOf } from '../screens/people/client-changes.ts';
import { drawNetwork, nodesOf, shortName, step } from '../screens/places/network-drawing.ts';
import { saidInput } from '../screens/tray-content.ts';

const county = new County();

class HandClock {
  now = 0;
  #waiting: { run: () => void; at: number }[] = [];
  readonly start = (run: () => void, ms: number): unknown => {
    const handle = { run, at: this.now + ms };
    this.#waiting.push(handle);
    return handle;
  };
  readonly stop = (handle: unknown): void => {
    this.#waiting = this.#waiting.filter((one) => one !== handle);
  };
  pass(ms: number): void {
    this.now += ms;
    const due = this.#waiting.filter((one) => one.at <= this.now);
    this.#waiting = this.#waiting.filter((one) => one.at > this.now);
    for (const one of due) one.run();
  }
}

function decision(id: string, log: string[]): HeldAct {
  return {
    id,
    say: id,
    run: (leaving) => log.push(`${id} ${leaving ? 'on leaving' : 'sent'}`),
    restore: () => log.push(`${id} restored`),
  };
}

describe('A held decision', () => {
  it('is sent after five seconds and not before', () => {
    const clock = new HandClock();
    const log: string[] = [];
    new Hold(() => undefined, clock).hold(decision('one', log));
    clock.pass(holdMs - 1);
    expect(log).toEqual([]);
    clock.pass(1);
    expect(log).toEqual(['one sent']);
  });

  it('is taken back by undo, and then never sent', () => {
    const clock = new HandClock();
    const log: string[] = [];
    const hold = new Hold(() => undefined, clock);
    hold.hold(decision('one', log));
    expect(hold.undo()).toBe(true);
    clock.pass(holdMs * 2);
    expect(log).toEqual(['one restored']);
    expect(hold.undo()).toBe(false);
  });

  it('is sent when the next one is taken, and on leaving the page', () => {
    const log: string[] = [];
    const hold = new Hold(() => undefined, new HandClock());
    hold.hold(decision('one', log));
    hold.hold(decision('two', log));
    hold.flush(true);
    hold.flush(true);
    expect(log).toEqual(['one sent', 'two on leaving']);
  });
});

describe('Correcting a file', () => {
  const first = [...county.clients.keys()][0] ?? '';
  const seen = clientPage(county, first) as ClientPage;

  it('sends nothing when nothing was changed', () => {
    expect(changesOf(seen, { ...formOf(seen), groups: [...seen.groups] })).toEqual({});
  });

  it('sends what the writer saw and what is right, and an emptied field as unknown', () => {
    const changes = changesOf(seen, {
      ...formOf(seen),
      phone: ' ',
      hamlet: '桥头',
      groups: [...seen.groups, '残疾人'],
    });
    expect(changes.phone).toEqual({ from: seen.phone, to: null });
    expect(changes.address).toEqual({
      from: { hamlet: seen.hamlet, householdId: seen.householdId },
      to: { hamlet: '桥头', householdId: seen.householdId },
    });
    expect(changes.groups).toEqual({ from: seen.groups, to: [...seen.groups, '残疾人'] });
    expect(Object.keys(changes)).toHaveLength(3);
  });
});

describe('The picture of the network', () => {
  const places = placesOf(county, null);

  it('draws every station and village once, none over another, at 15 townships as at 60', () => {
    for (const many of [places.stations, Array.from({ length: 4 }, () => places.stations).flat()]) {
      const drawn = drawNetwork(many, 1150);
      const boxes = drawn.stations.flatMap((one) => [one.head, ...one.cells]);
      expect(boxes).toHaveLength(many.length + many.reduce((sum, one) => sum + one.rooms.length, 0));
      const clash = boxes.filter((one, at) =>
        boxes.some(
          (other, where) =>
            where > at &&
            one.x < other.x + other.w &&
            other.x < one.x + one.w &&
            one.y < other.y + other.h &&
            other.y < one.y + one.h,
        ),
      );
      expect(clash).toEqual([]);
      expect(boxes.every((one) => one.x >= 0 && one.x + one.w <= drawn.width && one.y + one.h <= drawn.height)).toBe(
        true,
      );
    }
  });

  it('goes by the arrow keys from village to village and up to the station, and never off the picture', () => {
    const drawn = drawNetwork(places.stations, 1150);
    const [first, second] = drawn.stations;
    if (first === undefined || second === undefined) throw new Error('no stations');
    const nodes = nodesOf(drawn);
    expect(step(nodes, first.head.id, 'ArrowRight')).toBe(second.head.id);
    expect(step(nodes, first.head.id, 'ArrowDown')).toBe(first.cells[0]?.id);
    expect(step(nodes, first.cells[0]?.id ?? '', 'ArrowRight')).toBe(first.cells[1]?.id);
    expect(step(nodes, first.cells[0]?.id ?? '', 'ArrowUp')).toBe(first.head.id);
    expect(step(nodes, first.head.id, 'ArrowUp')).toBe(first.head.id);
    expect(step(nodes, first.head.id, 'ArrowLeft')).toBe(first.head.id);
  });

  it('writes a village’s name within its cell and keeps what tells it from others', () => {
    expect(shortName('归冲村')).toBe('归冲');
    expect(shortName('江滨社区')).toBe('江滨');
    expect(shortName('村')).toBe('村');
    expect(shortName('石板桥坪新村村')).toBe('石板桥…');
  });
});

describe('How a month goes', () => {
  const days = [
    { day: '2025-05-02', n: 3 },
    { day: '2025-05-20', n: 5 },
    { day: '2025-06-01', n: 2 },
    { day: '2025-06-03', n: 4 },
  ];

  it('is added up day by day and ends where counting ended', () => {
    const pace = paceOf(days, '2025-06', '2025-06-03');
    expect(pace).toHaveLength(31);
    expect(pace[2]).toEqual({ day: 3, current: 6, before: 3 });
    expect(pace[3]).toEqual({ day: 4, current: null, before: 3 });
    expect(pace[30]).toEqual({ day: 31, current: null, before: 8 });
  });

  it('is compared with the month before up to the same day', () => {
    expect(soFarBefore(days, '2025-06', '2025-06-03')).toBe(3);
    expect(soFarBefore(days, '2025-03', '2025-03-31')).toBe(0);
  });
});

describe('The menu', () => {
  it('shows the city officer figures and nothing else', () => {
    expect(entriesFor(['city-officer']).map((entry) => entry.name)).toEqual(['board']);
  });

  it('shows the administrator no people', () => {
    expect(entriesFor(['administrator']).map((entry) => entry.name)).toEqual([
      'protection',
      'places',
      'imports',
      'tray',
      'audit',
      'status',
      'data-protection',
      'settings',
    ]);
  });

  it('shows a station head reviewing, needs, questionnaires, activities, meals, mandatory reports, volunteers, trips, people, registers, reports, places, tray and audit', () => {
    const names = entriesFor(['station-head']).map((entry) => entry.name);
    expect(names).toEqual([
      'board',
      'review',
      'needs',
      'ranked',
      'forms',
      'activities',
      'meals',
      'protection',
      'volunteers',
      'trips',
      'people',
      'registers',
      'reports',
      'places',
      'imports',
      'tray',
      'audit',
    ]);
  });
});

describe('The answers of the server', () => {
  it('are understood with and without what may be left out', () => {
    const at = { level: 'county' as const, id: countyId };
    expect(Figures.safeParse(figuresAt(county, at, '2025-06', true)).success).toBe(true);
    const bare = { total: 0, rows: [], leftOut: [] };
    expect(Records.parse(bare)).toEqual({ ...bare, namesNeedPurpose: false, next: null });
  });

  it('name no person to somebody who must state a purpose first', () => {
    const records = recordsOf(county, 'services.visits', { level: 'county', id: countyId }, '2025-06', {}, 0, false);
    expect(records.namesNeedPurpose).toBe(true);
    expect(records.rows.every((row) => row.kind !== 'visit' || row.clientName === null)).toBe(true);
  });
});

describe('What lies in the tray', () => {
  it('is told in words, without ids and empty fields', () => {
    const input = {
      visitId: 'x',
      clientId: 'y',
      result: 'home',
      mode: 'phone',
      findings: '好',
      needs: ['助餐', '出行'],
      files: [],
      visitedAt: Date.parse('2025-06-11T10:00:00+08:00'),
    };
    expect(saidInput(input).map(([field]) => field)).toEqual(['result', 'mode', 'findings', 'needs', 'visitedAt']);
    expect(saidInput(input)[0]).toEqual(['result', '在家']);
    expect(saidInput(null)).toEqual([]);
  });
});
