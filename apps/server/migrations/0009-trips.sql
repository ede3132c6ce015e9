-- Field trips: trips, their stops, what villages need done, packing, ways and office hours, days told to villages.

create table services.trips (
  station_id uuid not null, room_id uuid not null, day text not null, state text not null, revision integer not null,
  member_ids jsonb not null, car text not null, seats integer not null, leave_at integer not null, back_by integer not null,
  supplies jsonb not null, note text not null, proposed_by uuid not null, requested_by uuid, decided_by uuid,
  decided_at bigint, reason text, self_approved boolean not null, started_at bigint, back_at bigint, closed_by uuid
);
create table services.stops (
  trip_id uuid not null, station_id uuid not null, room_id uuid not null, day text not null, position integer not null,
  arrive_at integer not null, stay_minutes integer not null, client_ids jsonb not null, errand_ids jsonb not null,
  state text not null, reached_at bigint, reason text
);
create table services.errands (
  room_id uuid not null, client_id uuid, kind text not null, text text not null, by_day text, state text not null,
  trip_id uuid, settled_by uuid, settled_at bigint, added_by uuid not null, added_on text not null
);
create table services.pack_ticks (
  trip_id uuid not null, station_id uuid not null, item text not null, packed boolean not null, ticked_by uuid not null
);
create table services.village_facts (
  minutes integer, direction text, office_days jsonb not null, office_from integer not null, office_to integer not null
);
create table services.drives (one_id uuid not null, other_id uuid not null, minutes integer not null);
create table services.village_days (
  room_id uuid not null, trip_id uuid not null, day text not null, arrive_at integer not null, member_ids jsonb not null,
  state text not null
);
select engine.adopt(t) from unnest(array['services.trips', 'services.stops', 'services.errands', 'services.pack_ticks',
  'services.village_facts', 'services.drives', 'services.village_days']::regclass[]) t;
create index on services.trips (county_id, station_id, day);
create index on services.stops (county_id, trip_id);
create index on services.stops (county_id, room_id, day);
create index on services.errands (county_id, room_id, state);
create index on services.errands (county_id, client_id) where client_id is not null;
create index on services.pack_ticks (county_id, trip_id);

alter table services.care add column pair_reason text;
