-- Rounds of meal delivery: what the station plans, a day's sheet with its meals, and what a deliverer's phone carries.
create schema meals;
grant usage on schema meals to yimi_app;

create table meals.rounds (
  station_id uuid not null, name text not null, weekdays jsonb not null, due_minute integer not null,
  deliverer_ids jsonb not null, ended boolean not null
);
create table meals.diners (
  round_id uuid not null, station_id uuid not null, client_id uuid not null, position integer not null, note bytea,
  contacts jsonb not null
);
create table meals.sheets (
  round_id uuid not null, station_id uuid not null, name text not null, day text not null, due_minute integer not null,
  deliverer_id uuid not null, deputy_ids jsonb not null, reported_at bigint, alerted_at bigint
);
create table meals.meals (
  sheet_id uuid not null, station_id uuid not null, room_id uuid not null, client_id uuid not null, day text not null,
  position integer not null, state text not null, ticked_at bigint, ticked_by uuid, called text, outcome text
);
create table meals.own_sheets (
  deliverer_id uuid not null, station_id uuid not null, name text not null, day text not null,
  due_minute integer not null, reported_at bigint, callees jsonb not null
);
create table meals.doors (
  sheet_id uuid not null, deliverer_id uuid not null, station_id uuid not null, client_id uuid not null,
  position integer not null, name text not null, hamlet text not null, phone text, note bytea, contacts jsonb not null,
  state text not null, called text, outcome text
);
select engine.adopt(t) from unnest(array['meals.rounds', 'meals.diners', 'meals.sheets', 'meals.meals',
  'meals.own_sheets', 'meals.doors']::regclass[]) t;
create index on meals.rounds (county_id, station_id);
create index on meals.diners (county_id, round_id);
create index on meals.diners (county_id, client_id);
create index on meals.sheets (county_id, station_id, day);
create index on meals.meals (county_id, sheet_id);
create index on meals.meals (county_id, client_id);
create index on meals.meals (county_id, room_id, day);
create index on meals.doors (county_id, sheet_id);
