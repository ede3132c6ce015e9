-- Activities that a station holds, and everybody's part in them.
create schema activities;
grant usage on schema activities to yimi_app;

create table activities.activities (
  title text not null, aim text not null, kinds jsonb not null, room_id uuid not null, station_id uuid not null,
  series_id uuid, session integer not null, sessions integer not null, day text not null, from_minute integer not null,
  to_minute integer not null, venue text not null, places integer, shifts jsonb not null, budget integer not null,
  spent integer, notice text, state text not null, reason text, summary text, turns integer not null,
  author_id uuid not null, author_role text, recorded_at bigint not null
);
create table activities.entries (
  activity_id uuid not null, room_id uuid not null, station_id uuid not null, day text not null, kinds jsonb not null,
  part text not null, client_id uuid, recorded_for uuid, helper_id uuid, name text, phone text, person uuid not null,
  shift_id uuid, turn integer not null, seat text not null, attended text not null, rating integer, rating_words bytea,
  author_id uuid not null, recorded_at bigint not null
);
select engine.adopt(t) from unnest(array['activities.activities', 'activities.entries']::regclass[]) t;
create index on activities.activities (county_id, station_id, day);
create index on activities.activities (county_id, room_id, day);
create index on activities.activities (county_id, series_id) where series_id is not null;
create index on activities.entries (county_id, activity_id);
create index on activities.entries (county_id, station_id, day);
create index on activities.entries (county_id, room_id, day);
create index on activities.entries (county_id, client_id) where client_id is not null;
