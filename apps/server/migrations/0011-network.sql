-- The whole network: division reference, levels above the stations, models, splits, imports, one staff row a post.

-- The statistics' divisions of all China, shared by all counties (law Z1): a reference without data of anybody. Written by
-- the database's owner only; what a county corrects lies in the county's own table.
create schema reference;
grant usage on schema reference to yimi_app;
create table reference.divisions (
  id uuid primary key,
  level text not null check (level in ('province', 'city', 'county', 'township', 'village')),
  parent_id uuid,
  name text not null,
  mark text not null check (mark in ('real', 'zone', 'farm', 'prison', 'other'))
);
create index on reference.divisions (parent_id);
-- A code is an attribute with days, never a key; '' in from_day: from the beginning of what is known.
create table reference.division_codes (
  division_id uuid not null references reference.divisions,
  code text not null check (code ~ '^[0-9]{12}$'),
  from_day text not null,
  to_day text,
  primary key (division_id, from_day)
);
create index on reference.division_codes (code text_pattern_ops);
-- How far the loading of the package has come: it is taken up again where it stopped.
create table reference.loads (
  prefix text primary key,
  edition text not null,
  done integer not null,
  finished boolean not null
);
grant select on reference.divisions, reference.division_codes, reference.loads to yimi_app;

alter table network.stations add column code_history jsonb not null default '[]', add column former_names jsonb not null default '[]',
  add column model_id uuid;
alter table network.rooms add column code_history jsonb not null default '[]', add column former_names jsonb not null default '[]',
  add column split_from uuid;
alter table network.agencies add column founder text, add column registered_at text, add column incubator text not null default '';
alter table network.posts add column hamlet text not null default '';
alter table network.staff add column user_id uuid, add column hamlet text not null default '', add column from_day text, add column to_day text;
create index on network.staff (county_id, (coalesce(user_id, id)));

create table network.offices (level text not null, name text not null, phone text, address text not null);
create table network.splits (room_id uuid not null, parts jsonb not null, from_day text not null, at bigint not null, state text not null);
create table network.division_imports (
  county_code text not null, open_townships jsonb, include jsonb not null, from_day text not null, at bigint not null,
  total integer not null, done integer not null, state text not null
);
create table network.corrected_divisions (
  source_code text not null, name text, mark text, code text, code_from text, reason text not null
);
create table network.station_models (code text not null, parts jsonb not null);
create table network.model_parts (
  station_id uuid not null, part text not null, name text not null, from_day text not null, to_day text
);
create table network.statements (
  subject text not null, source text not null, total integer, least integer, most integer, divided jsonb not null, day text not null
);
select engine.adopt(t) from unnest(array['network.offices', 'network.splits', 'network.division_imports',
  'network.corrected_divisions', 'network.station_models', 'network.model_parts', 'network.statements']::regclass[]) t;

-- The city centre's people belong to no county, so no county's transaction sees their accounts; who they are by name and
-- role is no secret to the counties below.
create function login.officers_of_city(city text) returns table (user_id uuid, name text, role text, from_day text, to_day text)
  language plpgsql security definer set search_path = pg_catalog as $$
declare here text := current_setting('yimi.county', true);
begin
  -- Outside any county for the length of this one question; the fence stands again before anybody else asks.
  perform set_config('yimi.county', '', true);
  return query select a.user_id, a.name, p.role, p.from_day, p.to_day
    from login.accounts a join login.city_posts p on p.user_id = a.user_id
    where a.city_code = city and a.opened_at is not null and a.disabled_at is null order by a.name;
  perform set_config('yimi.county', coalesce(here, ''), true);
end $$;
revoke execute on function login.officers_of_city(text) from public;
grant execute on function login.officers_of_city(text) to yimi_app;
