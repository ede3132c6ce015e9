-- Who signs in, from which device, and what was deposited while nobody was signed in. No data of people served lies
-- here but inside sealed deposits (law A1). Outside any county the program must find a person by name before it knows
-- the county; inside a county's transaction it sees that county's people only.

create function login.here(county uuid) returns boolean language sql stable parallel safe as
  $$ select engine.county() is null or county = engine.county() $$;

-- Cities stand above the counties: their officers belong to no county and hold no county's rows (law A2).
create table login.cities (
  code text primary key,
  name text not null
);

-- opened_at is null while the person's first post is being opened: such an account cannot sign in.
create table login.accounts (
  user_id uuid primary key,
  county_id uuid references public.counties,
  city_code text references login.cities,
  login text not null unique check (login = lower(login) and login !~ '^[0-9+]'),
  phone text unique check (phone ~ '^[0-9]+$'),
  name text not null,
  password_hash text,
  created_by uuid,
  created_at bigint not null,
  opened_at bigint,
  disabled_at bigint,
  check ((county_id is null) <> (city_code is null))
);
create index on login.accounts (county_id);

-- Posts of those who belong to no county; all others are in network.posts.
create table login.city_posts (
  id uuid primary key,
  user_id uuid not null references login.accounts,
  role text not null check (role in ('city-officer', 'evaluator')),
  from_day text not null,
  to_day text,
  check (role <> 'evaluator' or to_day is not null)
);
create index on login.city_posts (user_id);

-- Tokens are kept as SHA-256: whoever reads this table cannot sign in with it.
create table login.sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references login.accounts,
  county_id uuid,
  kind text not null check (kind in ('phone', 'console')),
  device_id uuid,
  device_name text not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  ended_at bigint
);
create index on login.sessions (user_id) where ended_at is null;

-- One row for each person on a device: several share a phone. The deposit token is derived, and so is not kept.
create table login.devices (
  device_id uuid not null,
  user_id uuid not null references login.accounts,
  county_id uuid,
  name text not null,
  first_seen_at bigint not null,
  revoked_at bigint,
  wipe_requested boolean not null default false,
  primary key (device_id, user_id)
);
create index on login.devices (user_id);

create table login.enrolments (
  code_hash bytea primary key,
  user_id uuid not null references login.accounts,
  county_id uuid,
  created_by uuid,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  cancelled_at bigint
);
create index on login.enrolments (user_id) where used_at is null;

-- Counted by a keyed digest of the name or address that was tried: no name and no address can be read here.
create table login.attempts (
  key bytea primary key,
  failures integer not null,
  last_at bigint not null,
  free_at bigint not null
);
create index on login.attempts (last_at);

-- Who let whom in, and who put whom out. Append-only, by grant.
create table login.acts (
  id uuid primary key,
  county_id uuid,
  at bigint not null,
  actor_id uuid,
  user_id uuid not null,
  act text not null
);
create index on login.acts (county_id, at);

do $$
declare t text;
begin
  foreach t in array array['accounts', 'sessions', 'devices', 'enrolments', 'acts'] loop
    execute format('alter table login.%I enable row level security', t);
    execute format('alter table login.%I force row level security', t);
    execute format('create policy county on login.%I using (login.here(county_id)) with check (login.here(county_id))', t);
  end loop;
end $$;
-- Only an account that never opened may go.
create policy unopened on login.accounts as restrictive for delete using (opened_at is null);

-- Sealed bytes as they came (law S5). The station is the one at which the author served on the day of the record; null
-- where nobody can tell, and then the county's administrator is asked.
create table login.deposits (
  county_id uuid not null default engine.county(),
  id uuid not null,
  device_id uuid not null,
  depositor_id uuid not null,
  user_id uuid,
  station_id uuid,
  command_id uuid,
  received_at bigint not null,
  occurred_at bigint,
  state text not null check (state in ('open', 'adopted', 'set-aside')),
  problem jsonb not null,
  -- Of depositor and plain content: what is sent again is kept once, other content under the same id is kept too.
  digest bytea not null,
  content bytea,
  settled_at bigint,
  settled_by uuid,
  primary key (county_id, id),
  unique (county_id, digest)
);
create index on login.deposits (county_id, station_id) where state = 'open';
create index on login.deposits (county_id, command_id) where command_id is not null;
select engine.fence('login.deposits');

grant select on login.cities, login.city_posts to yimi_app;
grant select, insert, delete on login.accounts to yimi_app;
grant update (phone, name, password_hash, opened_at, disabled_at) on login.accounts to yimi_app;
grant select, insert on login.sessions, login.devices, login.enrolments, login.acts to yimi_app;
grant update (last_seen_at, expires_at, ended_at) on login.sessions to yimi_app;
grant update (name, revoked_at, wipe_requested) on login.devices to yimi_app;
grant update (used_at, cancelled_at) on login.enrolments to yimi_app;
grant select, insert, update, delete on login.attempts to yimi_app;
grant select, insert on login.deposits to yimi_app;
grant update (state, problem, content, settled_at, settled_by) on login.deposits to yimi_app;
