/** The SQL that a figure's definition gives, stated; `figure-sql.pg.test.ts` runs it. */
import { clientsVisited, dueDays, visitCount, visitsByGroup } from '@yimi/services';
import { describe, expect, it } from 'vitest';
import { drillTotal, leftOut } from './figure-drill-sql.ts';
import type { Query } from './figure-sql.ts';
import { histogram, leaves, leavesOfGrain, recount, recountSubjects, spanOf } from './figure-sql.ts';

const station = 'a0000000-0000-8000-8000-000000000001';

/** A figure of subjects with a dimension: no figure of the house has one, for its parts would not add up. */
const metByRisk = { ...clientsVisited, dimensions: ['risk'] };

function flat({ text, values }: Query): { text: string; values: readonly unknown[] } {
  return { text: text.replaceAll(/\s+/g, ' '), values };
}

describe('the SQL of a figure (N1)', () => {
  it('reads kept leaves by figure, months and place', () => {
    expect(flat(leaves(visitCount, { level: 'station', id: station }, '2026-02', '2026-03'))).toEqual({
      text:
        'select station_id, room_id, period, dims, sum(n)::bigint as n from figures.rollups' +
        ' where figure = $1 and period >= $2 and period <= $3 and station_id = $4::uuid group by station_id, room_id, period, dims',
      values: ['services.visits', '2026-02', '2026-03', station],
    });
  });

  it('recounts records by the same conditions, place and dimensions', () => {
    expect(flat(recount(visitCount))).toEqual({
      text:
        'select room_id as room_id, station_id as station_id, left(occurred_on, 7) as period,' +
        " '[' || concat_ws(',', coalesce(to_json(mode)::text, 'null'), coalesce(to_json(result)::text, 'null'), coalesce(to_json(author_role)::text, 'null')) || ']' as dims," +
        ' count(*) as n from services.visits' +
        ' where state = any($1::text[]) and plausible = any($2::boolean[]) and occurred_on is not null group by 1, 2, 3, 4',
      values: [['counted'], [true]],
    });
  });

  it('recounts the subjects of each grain, and sums the kept leaves to the same places (N3)', () => {
    expect(flat(recountSubjects(metByRisk, 'station-month')).text).toContain(
      "select station_id::text as place_id, left(occurred_on, 7) as period, '[' || concat_ws(',', coalesce(to_json(risk)::text, 'null')) || ']' as dims, client_id as subject",
    );
    expect(flat(leavesOfGrain(clientsVisited, 'county-month'))).toEqual({
      text:
        "select $1::text as place_id, period, '[' || ltrim(substr(dims, 16), ',') as dims, sum(n)::bigint as n" +
        ' from figures.rollups where figure = $2 and dims::jsonb ->> 0 = $3 group by 1, 2, 3',
      values: ['services.clients-visited', 'services.clients-visited', 'county-month'],
    });
  });

  it('sums a histogram up to asOf, the day itself among those to come (N2)', () => {
    expect(flat(histogram(dueDays, { level: 'county' }, '2026-03-10'))).toEqual({
      text:
        'select station_id, room_id, dims, coalesce(sum(n) filter (where period < $1), 0)::bigint as before,' +
        ' coalesce(sum(n) filter (where period >= $1), 0)::bigint as since, max(period) filter (where n > 0) as latest' +
        ' from figures.day_histogram where figure = $2 group by station_id, room_id, dims',
      values: ['2026-03-10', 'services.due'],
    });
  });

  it('opens to the records, and says what it leaves out by the first reason that holds (N5)', () => {
    const drill = { at: { level: 'station' as const, id: station }, span: spanOf('2026-03'), dims: { result: 'home' } };
    expect(flat(drillTotal(visitCount, drill))).toEqual({
      text:
        'select count(*) as n from services.visits where occurred_on >= $1 and occurred_on <= $2 and station_id = $3::uuid' +
        ' and state = any($4::text[]) and plausible = any($5::boolean[]) and occurred_on is not null and result::text = any($6::text[])',
      values: ['2026-03-01', '2026-03-31', station, ['counted'], [true], ['home']],
    });
    expect(flat(leftOut(visitCount, drill)).text).toBe(
      'select reason, count(*) as n from ( select case when (state = any($1::text[])) is not true then $2::text' +
        ' when (plausible = any($3::boolean[])) is not true then $4::text end as reason from services.visits' +
        ' where occurred_on >= $5 and occurred_on <= $6 and station_id = $7::uuid and result::text = any($8::text[])) as judged' +
        ' where reason is not null group by reason order by reason',
    );
  });

  it('counts a row once for each text of a list, a text that stands there twice once', () => {
    const list = "(case jsonb_typeof(groups) when 'array' then groups else '[]' end)";
    const { text, values } = flat(recount(visitsByGroup, { level: 'room', id: station }));
    expect(text).toBe(
      'select room_id as room_id, station_id as station_id, left(occurred_on, 7) as period,' +
        " '[' || concat_ws(',', to_json(listed.one)::text) || ']' as dims, count(*) as n" +
        ` from services.visits cross join lateral (select distinct one from jsonb_array_elements_text(${list}) as texts(one)) as listed` +
        ' where room_id = $1::uuid and state = any($2::text[]) and plausible = any($3::boolean[])' +
        ` and jsonb_array_length(${list}) > 0 and occurred_on is not null group by 1, 2, 3, 4`,
    );
    expect(values).toEqual([station, ['counted'], [true]]);
  });

  it('opens one group to its records, and says how many stand in none (N5)', () => {
    const drill = { at: { level: 'county' as const }, span: spanOf('2026-03'), dims: { groups: '独居老人' } };
    const { text, values } = flat(drillTotal(visitsByGroup, drill));
    expect(text).toContain(' ?| $5::text[]');
    expect(values.at(-1)).toEqual(['独居老人']);
    const omitted = flat(leftOut(visitsByGroup, { ...drill, dims: {} }));
    expect(omitted.text).toContain('> 0) is not true then $5::text end as reason');
    expect(omitted.values.slice(0, 5)).toEqual([
      ['counted'],
      'withdrawn-or-rejected',
      [true],
      'implausible-time',
      'in-no-group',
    ]);
  });

  it('counts people, and not their records, behind a number of people (N3)', () => {
    const drill = { at: { level: 'county' as const }, span: spanOf('2026-03'), dims: {} };
    expect(flat(drillTotal(metByRisk, drill)).text).toMatch(
      /^select count\(distinct \(client_id, risk\)\) as n from services.visits where /,
    );
  });

  it('refuses a dimension that the figure does not declare', () => {
    const drill = { at: { level: 'county' as const }, span: spanOf('2026-03'), dims: { findings: 'x' } };
    expect(() => drillTotal(visitCount, drill)).toThrow('has no dimension');
  });
});
