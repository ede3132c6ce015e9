/** 活动台账: the records behind `activities.held`, each with who came, what it cost and what those who came say of it. */
import type { Activity } from '@yimi/activities';
import { activities, heldCount } from '@yimi/activities';
import { reasonLeftOut } from '@yimi/kernel';
import * as z from 'zod';
import { drillLeftOut, drillWhere } from '../reads/figure-drill-sql.ts';
import { rowsOf } from '../reads/query.ts';
import type { ReadContext } from '../reads/read-context.ts';
import { rowsWhere } from '../reads/table-rows.ts';
import type { Asked } from './asked.ts';
import type { Cursor, Order } from './conditions.ts';
import { Conditions, cut, page, placeIn } from './conditions.ts';
import type { RegisterPage, RegisterRow, RegisterSource, Summary } from './source.ts';
import { only, reasonsOf } from './source.ts';
import { drillOf } from './visits-register.ts';

const table = 'activities.activities';
const came = `count(*) filter (where part <> 'helper') as attendances, count(*) filter (where part = 'helper') as helpers,
  count(*) filter (where part = 'unnamed') as unnamed, count(rating) as raters, coalesce(sum(rating), 0) as grades`;

export function activityConditions(asked: Asked): Conditions {
  const all = new Conditions();
  const drill = drillOf(asked);
  all.add(all.taken(asked.rows === 'counted' ? drillWhere(heldCount, drill) : drillLeftOut(heldCount, drill)));
  for (const [key, value] of asked.filters) {
    all.add(key === 'kind' ? `kinds ? ${all.value(value)}` : `state = ${all.value(value)}`);
  }
  return all;
}

function orderOf({ reader }: ReadContext, { sort }: Asked, all: Conditions): Order {
  const direction = sort.order;
  if (sort.by !== 'room') return { sql: 'day', type: 'text', direction };
  return { sql: placeIn(all, 'room_id', [...reader.places.rooms.keys()], 'uuid'), type: 'integer', direction };
}

const Came = z.object({
  ...{ attendances: z.number(), helpers: z.number(), unnamed: z.number(), raters: z.number() },
  grades: z.number(),
});
type Came = z.infer<typeof Came>;
const nobody: Came = { attendances: 0, helpers: 0, unnamed: 0, raters: 0, grades: 0 };

async function pageOf(context: ReadContext, asked: Asked, cursor: Cursor | null, size: number): Promise<RegisterPage> {
  const all = activityConditions(asked);
  const rest = page(all, orderOf(context, asked, all), cursor, size);
  const found = await rowsWhere(context, activities, `${all.text()}${rest}`, all.values);
  const { shown, next } = await cut(context.trx, table, (one) => orderOf(context, asked, one), found, size);
  const text = `select activity_id as id, ${came} from activities.entries
    where attended = 'came' and activity_id = any($1::uuid[]) group by activity_id`;
  const counted = await rowsOf(context.trx, Came.extend({ id: z.string() }), {
    text,
    values: [shown.map((one) => one.id)],
  });
  const byActivity = new Map(counted.map((row) => [row.id, row]));
  return { rows: shown.map((one) => rowOf(context, asked, one, byActivity.get(one.id) ?? nobody)), next };
}

function rowOf({ reader }: ReadContext, asked: Asked, activity: Activity, counted: Came): RegisterRow {
  const { attendances, helpers, unnamed, raters, grades } = counted;
  const cells = {
    ...{ day: activity.day, title: activity.title, venue: activity.venue, state: activity.state },
    station: reader.places.stations.get(activity.stationId)?.name ?? '',
    room: reader.places.rooms.get(activity.roomId)?.name ?? '',
    kinds: activity.kinds.join('、'),
    session: activity.sessions > 1 ? `${activity.session} / ${activity.sessions}` : null,
    ...{ attendances, helpers, unnamed, raters, rating: raters === 0 ? null : Math.round((10 * grades) / raters) / 10 },
    budget: activity.budget / 100,
    spent: activity.spent === null ? null : activity.spent / 100,
    summary: activity.summary,
  };
  const reason = reasonLeftOut(heldCount, activity);
  return { id: activity.id, cells: only(asked, cells), reason, clientId: null, erased: false };
}

const Total = z.object({ n: z.number(), budget: z.number(), spent: z.number() });

async function summary(context: ReadContext, asked: Asked): Promise<Summary> {
  const { trx } = context;
  const where = activityConditions(asked);
  const select = `select count(*) as n, coalesce(sum(budget), 0) as budget, coalesce(sum(spent), 0) as spent from ${table}`;
  const [all = { n: 0, budget: 0, spent: 0 }] = await rowsOf(trx, Total, where.query(select));
  const [sums = nobody] = await rowsOf(trx, Came, {
    text: `select ${came} from activities.entries
      where attended = 'came' and activity_id in (select id from ${table} where ${where.text()})`,
    values: where.values,
  });
  const { attendances, helpers, unnamed, raters } = sums;
  return {
    total: all.n,
    leftOut: await reasonsOf(context, heldCount, activityConditions({ ...asked, rows: 'left-out' })),
    sums: { attendances, helpers, unnamed, raters, budget: all.budget / 100, spent: all.spent / 100 },
    parts: [],
  };
}

export const activitiesSource: RegisterSource = { summary, page: pageOf };
