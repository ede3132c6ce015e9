-- Service hours of volunteers: one row a stretch of helping.
create table activities.hours (
  helper_id uuid not null, helper_name text not null, activity_id uuid, room_id uuid not null, station_id uuid not null,
  day text not null, from_at bigint not null, to_at bigint not null, minutes integer not null,
  overlapping integer not null, source text not null, state text not null, reason text, outside text,
  added_by uuid not null, confirmed_by uuid, recorded_at bigint not null
);
select engine.adopt('activities.hours');
create index on activities.hours (county_id, helper_id);
create index on activities.hours (county_id, station_id, day);
create index on activities.hours (county_id, room_id, day);
create index on activities.hours (county_id, activity_id) where activity_id is not null;
