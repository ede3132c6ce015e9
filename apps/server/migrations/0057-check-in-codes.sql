-- Checking in by a code: an activity's secret, what phones carry of it and of one's own part, and the check-ins.
create table activities.codes (station_id uuid not null, day text not null, secret bytea not null, holder_id uuid not null);
create table activities.own_codes (
  holder_id uuid not null, title text not null, day text not null, from_minute integer not null,
  to_minute integer not null, venue text not null, secret bytea not null
);
create table activities.check_ins (
  activity_id uuid not null, entry_id uuid not null, helper_id uuid not null, station_id uuid not null,
  direction text not null, at bigint not null, source text not null, state text not null, judged_by uuid,
  recorded_at bigint not null
);
create table activities.own_parts (
  helper_id uuid not null, activity_id uuid not null, title text not null, day text not null,
  from_minute integer not null, to_minute integer not null, venue text not null, state text not null,
  in_at bigint, in_state text, out_at bigint, out_state text
);
select engine.adopt(t) from unnest(array['activities.codes', 'activities.own_codes', 'activities.check_ins',
  'activities.own_parts']::regclass[]) t;
create index on activities.codes (county_id, day);
create index on activities.check_ins (county_id, activity_id);
create index on activities.own_codes (county_id, day);
create index on activities.own_parts (county_id, day);
