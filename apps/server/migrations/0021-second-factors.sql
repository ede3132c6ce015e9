-- A second factor for those who sign in, and which roles the county asks it of. Secrets are encrypted with a key that
-- lies outside the database, codes kept as keyed digests, passkeys are public keys: whoever reads these tables signs in
-- with none of them.

-- last_step remembers which 30-second code was used: none is good twice (RFC 6238, 5.2). confirmed_at is null while the
-- person has not yet shown a first code.
create table login.totp (
  user_id uuid primary key references login.accounts,
  county_id uuid,
  secret bytea not null,
  last_step bigint not null default 0,
  made_at bigint not null,
  confirmed_at bigint
);

create table login.recovery_codes (
  code_hash bytea primary key,
  user_id uuid not null references login.accounts,
  county_id uuid,
  used_at bigint
);
create index on login.recovery_codes (user_id);

create table login.passkeys (
  credential_id text primary key,
  user_id uuid not null references login.accounts,
  county_id uuid,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null,
  name text not null,
  made_at bigint not null,
  last_used_at bigint
);
create index on login.passkeys (user_id);

-- Between the first step of something and its second: a sign-in whose password was right, a passkey's challenge. Good
-- once, for minutes.
create table login.steps (
  token_hash bytea primary key,
  user_id uuid references login.accounts,
  county_id uuid,
  kind text not null check (kind in ('second-factor', 'passkey-sign-in', 'passkey-new')),
  device jsonb,
  challenge text,
  expires_at bigint not null,
  used_at bigint
);
create index on login.steps (expires_at);

do $$
declare t text;
begin
  foreach t in array array['totp', 'recovery_codes', 'passkeys', 'steps'] loop
    execute format('alter table login.%I enable row level security', t);
    execute format('alter table login.%I force row level security', t);
    execute format('create policy county on login.%I using (login.here(county_id)) with check (login.here(county_id))', t);
  end loop;
end $$;
grant select, insert, delete on login.totp, login.recovery_codes, login.passkeys, login.steps to yimi_app;
grant update (secret, last_step, made_at, confirmed_at) on login.totp to yimi_app;
grant update (used_at) on login.recovery_codes, login.steps to yimi_app;
grant update (counter, last_used_at) on login.passkeys to yimi_app;

create table network.sign_in_rules (roles jsonb not null);
select engine.adopt('network.sign_in_rules');
