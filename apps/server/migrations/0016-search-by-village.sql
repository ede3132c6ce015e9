-- Search within a reader's villages (law A6): the token table knows the scope of its row, so that a question reads a range for
-- each village asked and nothing of the county's other people, however short what was typed.

alter table engine.search_tokens add column scope text collate "C" not null default '';
update engine.search_tokens t set scope = c.scope from people.clients c
where t.table_name = 'people.clients' and c.county_id = t.county_id and c.id = t.row_id;
alter table engine.search_tokens drop constraint search_tokens_pkey;
alter table engine.search_tokens add primary key (county_id, table_name, scope, token, row_id);

-- A page of people by name: of each village the first ones in order, without sorting all of them.
create index clients_by_name on people.clients (county_id, room_id, pinyin, id) where state = 'active';
