-- Points for service hours: the county's rule, who declined them, and the ledger.
create schema points;
grant usage on schema points to yimi_app;

create table points.rules (in_use boolean not null, per_hour integer not null, months integer not null);
create table points.choices (helper_id uuid not null, declined boolean not null, recorded_at bigint not null);
create table points.entries (
  helper_id uuid not null, taken_from text not null, given_to text not null, sixtieths integer not null,
  reason text not null, hours_id uuid not null, per_hour integer not null, good_until text not null, recorded_at bigint not null
);
select engine.adopt(t) from unnest(array['points.rules', 'points.choices', 'points.entries']::regclass[]) t;
create index on points.entries (county_id, helper_id);
