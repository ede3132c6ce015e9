-- Which life of a county's data this is: begun with the county, begun anew by a restored backup (laws S1-S3). And when the
-- house was last backed up and last proved, for the officer's page.

create table engine.epochs (
  county_id uuid not null default engine.county() primary key,
  name text not null,
  begun_at bigint not null,
  state_of bigint
);
select engine.fence('engine.epochs');
grant select on engine.epochs to yimi_app;
-- Row-level security holds for the owner too, unless they are a superuser: county by county.
do $$
declare one uuid;
begin
  for one in select id from public.counties loop
    perform set_config('yimi.county', one::text, true);
    insert into engine.epochs (county_id, name, begun_at) values (one, left(gen_random_uuid()::text, 13), 0);
  end loop;
  perform set_config('yimi.county', '', true);
end $$;

-- Of the whole house, so of no county; no personal data. A backup is written by the owner, a proof by either.
create table public.house_proofs (
  kind text not null check (kind in ('backup', 'verify')),
  at bigint not null,
  good boolean not null,
  details jsonb not null,
  primary key (kind, at)
);
grant select, insert on public.house_proofs to yimi_app;
