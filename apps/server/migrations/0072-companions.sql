-- A volunteer and a person keep to a rhythm; a contact is one a day and pair.
create table volunteers.pairs (
  helper_id uuid not null, client_id uuid not null, recorded_for uuid, room_id uuid not null, station_id uuid not null,
  every_days integer not null, kinds jsonb not null, since_on text not null, state text not null, end_reason text,
  ended_on text, last_on text, due_on text, author_id uuid not null, recorded_at bigint not null
);
create table volunteers.contacts (
  pair_id uuid not null, client_id uuid not null, station_id uuid not null, day text not null, kinds jsonb not null,
  visit_id uuid, author_id uuid not null, recorded_at bigint not null
);
select engine.adopt(t) from unnest(array['volunteers.pairs', 'volunteers.contacts']::regclass[]) t;
create index on volunteers.pairs (county_id, client_id);
create index on volunteers.pairs (county_id, helper_id);
create index on volunteers.pairs (county_id, room_id);
create index on volunteers.pairs (county_id, station_id);
create index on volunteers.contacts (county_id, pair_id);
