-- What every county's data stands on: the tenant setting, the engine's own tables, and one function that turns a plain
-- table into a domain table (tenant column, keys, row-level security, grants). Keys begin with county_id (law Z1).

create schema engine;
create schema figures;
create schema login;

create table public.counties (
  id uuid primary key,
  name text not null,
  code text not null,
  city_code text not null,
  created_at bigint not null
);
grant select on public.counties to yimi_app;
grant usage on schema engine, figures, login to yimi_app;

-- The county of this transaction; null, and so no row, where none is set.
create function engine.county() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('yimi.county', true), '')::uuid $$;

-- Adds tenant, identity, scope and version to a table of plain columns; fences it; opens it to the program.
create function engine.adopt(t regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s
    add column county_id uuid not null default engine.county(),
    add column id uuid not null,
    add column scope text not null,
    add column version bigint not null,
    add primary key (county_id, id)', t);
  execute format('create index on %s (county_id, scope, version)', t);
  perform engine.fence(t);
  execute format('grant select, insert, update, delete on %s to yimi_app', t);
end $$;

-- Row-level security behind the program's own checks (law A1).
create function engine.fence(t regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('alter table %s force row level security', t);
  execute format('create policy county on %s using (county_id = engine.county()) with check (county_id = engine.county())', t);
end $$;

-- A scope's version rises in commit order, because its clock row is locked in the transaction (law S2).
create table engine.clocks (
  county_id uuid not null default engine.county(),
  scope text not null,
  version bigint not null,
  hashes jsonb not null default '{}',
  floor bigint not null default 0,
  primary key (county_id, scope)
);
create table engine.tombstones (
  county_id uuid not null default engine.county(),
  scope text not null,
  table_name text not null,
  row_id uuid not null,
  version bigint not null,
  primary key (county_id, scope, table_name, row_id)
);
create index on engine.tombstones (county_id, scope, version);
create table engine.receipts (
  county_id uuid not null default engine.county(),
  id uuid not null,
  actor_id uuid not null,
  name text not null,
  status text not null check (status in ('accepted', 'refused', 'waiting')),
  digest text not null,
  problem jsonb,
  occurred_at bigint not null,
  recorded_at bigint not null,
  clocks jsonb not null,
  mends uuid,
  settled_by uuid,
  subject uuid,
  content bytea,
  constraint receipts_pkey primary key (county_id, id)
);
create index on engine.receipts (county_id, mends) where mends is not null;
create index receipts_open on engine.receipts (county_id, recorded_at) where status <> 'accepted' and settled_by is null;
create table engine.contributions (
  county_id uuid not null default engine.county(),
  figure text not null,
  grain text not null,
  place_id text not null,
  period text not null,
  dims text not null,
  subject uuid not null,
  n integer not null check (n >= 0),
  primary key (county_id, figure, grain, place_id, period, dims, subject)
);

-- Keys of people, wrapped by the key outside the database; erasing one makes all it encrypted unreadable (law A7).
create table engine.subject_keys (
  county_id uuid not null default engine.county(),
  subject uuid not null,
  wrapped bytea,
  erased_at bigint,
  primary key (county_id, subject)
);

-- Search goes by equality and ranges only: row-level security switches other indexes off (law A6).
create table engine.search_tokens (
  county_id uuid not null default engine.county(),
  token text collate "C" not null,
  table_name text not null,
  row_id uuid not null,
  primary key (county_id, token, table_name, row_id)
);
create index on engine.search_tokens (county_id, table_name, row_id);

-- The audit is written with the change and sealed within seconds into a chain of its own (law A4).
create table engine.audit (
  county_id uuid not null default engine.county(),
  id uuid not null,
  at bigint not null,
  actor_id uuid not null,
  action text not null,
  outcome text not null,
  subject uuid,
  content bytea not null,
  primary key (county_id, id)
);
create index on engine.audit (county_id, at);
create table engine.audit_chain (
  county_id uuid not null default engine.county(),
  seq bigint not null,
  entry_id uuid not null,
  hash bytea not null,
  primary key (county_id, seq),
  unique (county_id, entry_id)
);

-- What each phone last said it holds (law S3).
create table engine.phone_states (
  county_id uuid not null default engine.county(),
  device_id uuid not null,
  scope text not null,
  role_class text not null,
  version bigint not null,
  hash text not null,
  diverged boolean not null default false,
  seen_at bigint not null,
  primary key (county_id, device_id, scope)
);

-- How far a job has come, where rows alone do not tell.
create table engine.job_marks (
  county_id uuid not null default engine.county(),
  job text not null,
  key uuid not null,
  version bigint not null,
  primary key (county_id, job, key)
);

select engine.fence(t) from unnest(array[
  'engine.job_marks', 'engine.clocks', 'engine.tombstones', 'engine.receipts', 'engine.contributions', 'engine.subject_keys',
  'engine.search_tokens', 'engine.audit', 'engine.audit_chain', 'engine.phone_states']::regclass[]) t;

grant select, insert, update, delete on engine.job_marks, engine.clocks, engine.tombstones, engine.contributions, engine.search_tokens,
  engine.phone_states to yimi_app;
grant select, insert, update on engine.receipts, engine.subject_keys to yimi_app;
-- Append-only, by grant.
grant select, insert on engine.audit, engine.audit_chain to yimi_app;

create table figures.rollups (
  figure text not null, room_id uuid not null, station_id uuid not null, period text not null, dims text not null, n integer not null
);
select engine.adopt('figures.rollups');
create index on figures.rollups (county_id, figure, period);
create table figures.day_histogram (
  figure text not null, room_id uuid not null, station_id uuid not null, period text not null, dims text not null, n integer not null
);
select engine.adopt('figures.day_histogram');
create index on figures.day_histogram (county_id, figure, period);
