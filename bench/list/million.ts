/**
 * A county of a million people, put into the bench's own throw-away database by plain SQL: a hundred stations of fifteen
 * villages, names as frequent as they are (a third bears one of ten surnames), with the tokens that the program would write.
 */
import { derivedId } from '@yimi/kernel';
import { searchTokens } from '@yimi/people';
import type pg from 'pg';

/** Surname and given names with their reading; the first surnames are the common ones. */
const surnames =
  '韦wei 黄huang 杨yang 石shi 吴wu 梁liang 覃qin 潘pan 莫mo 龙long 李li 王wang 陆lu 罗luo 蒙meng 周zhou 谢xie 廖liao 欧ou 岑cen';
const given =
  '小xiao 大da 秀xiu 桂gui 美mei 春chun 金jin 玉yu 家jia 建jian 国guo 明ming 德de 老lao 凤feng 兰lan 花hua 英ying 妹mei 芳fang 强qiang 福fu 贵gui 光guang 生sheng 财cai 旺wang 珍zhen 莲lian 梅mei';

interface Written {
  readonly character: string;
  readonly reading: string;
}
const readings = (text: string): Written[] =>
  text.split(' ').map((one) => ({ character: one.slice(0, 1), reading: one.slice(1) }));

export interface Million {
  readonly countyId: string;
  readonly ownStation: string;
  readonly people: number;
}

const perVillage = 667;
const stationsMade = 100;
const villagesEach = 15;

/** Tokens of each name, worked out once by the program's own rule; what is a person's own is added in SQL. */
function names(): { name: string; pinyin: string; tokens: string[] }[] {
  const firsts = readings(given);
  return readings(surnames).flatMap((surname) =>
    firsts.flatMap((one) =>
      firsts.map((other) => {
        const name = surname.character + one.character + other.character;
        const pinyin = `${surname.reading} ${one.reading} ${other.reading}`;
        const tokens = searchTokens({ name, pinyin, phone: null, soundKey: pinyin });
        return { name, pinyin, tokens };
      }),
    ),
  );
}

export async function layDown(
  pool: pg.Pool,
  countyId: string,
  ownStation: string,
  say: (line: string) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'");
    const station = (at: number): string => (at === 0 ? ownStation : derivedId('million', `station ${at}`));
    const rooms = Array.from({ length: stationsMade * villagesEach }, (_, at) => ({
      id: derivedId('million', `room ${at}`),
      station: station(Math.floor(at / villagesEach)),
      name: `第${at}村`,
      code: `4599${String(at).padStart(8, '0')}`,
    }));
    for (let at = 1; at < stationsMade; at++) {
      await client.query(
        `insert into network.stations (id, county_id, scope, version, name, code, state, phone)
         values ($1, $2, 'county', 1, $3, $4, 'open', null)`,
        [station(at), countyId, `第${at}站`, `4599${String(at).padStart(8, '0')}`],
      );
    }
    // A house that has stood for a while has nothing to bring into step; else its jobs would do that while it is measured.
    await client.query(
      `insert into engine.job_marks (county_id, job, key, version)
       select $1, m.job, x.id, 1 from unnest($2::uuid[]) x(id) cross join (select distinct job from engine.job_marks) m`,
      [countyId, rooms.map(({ id }) => id)],
    );
    await client.query(
      `insert into network.rooms (id, county_id, scope, version, name, code, station_id, station_history, minutes_away)
       select id::uuid, $1, 'county', 1, name, code, station::uuid, '[]', 60 from jsonb_to_recordset($2::jsonb) as x(id text, name text, code text, station text)`,
      [countyId, JSON.stringify(rooms)],
    );
    say('people');
    await client.query('create temporary table names (n serial primary key, name text, pinyin text, tokens text[])');
    await client.query(
      `insert into names (name, pinyin, tokens) select name, pinyin, array(select jsonb_array_elements_text(tokens))
       from jsonb_to_recordset($1::jsonb) as x(name text, pinyin text, tokens jsonb)`,
      [JSON.stringify(names())],
    );
    await client.query('create temporary table made (id uuid, room uuid, station uuid, at int, n int, digits text)');
    // Squared: the first surnames are the common ones.
    await client.query(
      `insert into made select gen_random_uuid(), r.id, r.station_id, k, 1 + floor(18000 * power(random(), 1.6))::int,
         '13' || lpad(floor(random() * 1e9)::bigint::text, 9, '0')
       from network.rooms r cross join generate_series(1, ${perVillage}) k where r.county_id = $1 and r.name like '第%'`,
      [countyId],
    );
    await client.query(
      'alter table people.clients disable trigger user; alter table services.care disable trigger user',
    );
    await client.query(
      `insert into people.clients (id, county_id, scope, version, name, pinyin, sex, birth_day, phone, id_last_four, groups, risk,
         room_id, room_history, hamlet, consents, state, registered_on, sound_key)
       select m.id, $1, 'room:' || m.room, 1, n.name, n.pinyin, 'female', (1930 + m.at % 60)::text || '-05-01', m.digits,
         right(m.digits, 4), case when m.at % 3 = 0 then '["独居老人"]' else '[]' end::jsonb,
         (array['ordinary', 'ordinary', 'ordinary', 'key', 'high'])[1 + m.at % 5], m.room, '[]', (1 + m.at % 8) || '屯', '[]',
         'active', '2024-01-01', n.pinyin from made m join names n on n.n = m.n`,
      [countyId],
    );
    await client.query(
      `insert into services.care (id, county_id, scope, version, room_id, station_id, risk, groups, active, registered_on,
         last_visit_on, last_met_on, due_on, visits)
       select m.id, $1, 'room:' || m.room, 1, m.room, m.station, 'ordinary', '[]', true, '2024-01-01', null, null,
         to_char(current_date + m.at % 120 - 20, 'YYYY-MM-DD'), 0 from made m`,
      [countyId],
    );
    say('tokens');
    // Indexes are built once over all rows: kept row by row, twelve million tokens take five times as long.
    await client.query(
      'alter table engine.search_tokens drop constraint search_tokens_pkey; drop index engine.search_tokens_county_id_table_name_row_id_idx',
    );
    await client.query(
      `insert into engine.search_tokens (county_id, token, table_name, row_id, scope)
       select $1, t.token, 'people.clients', m.id, 'room:' || m.room from made m join names n on n.n = m.n
       cross join lateral unnest(n.tokens || array[m.digits, '#' || right(m.digits, 4), (1 + m.at % 8) || '屯']) as t(token)`,
      [countyId],
    );
    say('indexes');
    // The few people of the furnished county bring no second row of the same token.
    await client.query(
      'alter table engine.search_tokens add primary key (county_id, table_name, scope, token, row_id); create index on engine.search_tokens (county_id, table_name, row_id)',
    );
    say('statistics');
    // As the database does by itself once rows have lain for a while; an index alone is trusted only after that.
    for (const table of ['people.clients', 'services.care', 'engine.search_tokens', 'network.rooms'])
      await client.query(`vacuum analyze ${table}`);
  } finally {
    client.release();
  }
}
