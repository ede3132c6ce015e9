-- Pages that residents open without an account: what a station says of itself, and the role that a public page reads with.

create table network.public_pages (
  slug text not null, open boolean not null, withheld text, intro text not null, address text not null, hours text not null,
  phone text, changed_at bigint not null
);
select engine.adopt('network.public_pages');
create index on network.public_pages (county_id, slug);

-- A public page reads as this role, which sees of a county what anybody may know and can write nothing. Roles belong to the
-- whole installation, so another database may have made it, or be making it now. `noinherit`: the program puts the role on
-- (set role) and is otherwise not bound by its policies.
do $$ begin
  create role yimi_public nologin nosuperuser nocreatedb nocreaterole nobypassrls;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not pg_has_role('yimi_app', 'yimi_public', 'member') then
    alter role yimi_app noinherit;
    grant yimi_public to yimi_app;
  end if;
exception when internal_error then null; -- "tuple concurrently updated": the other database has just done it
end $$;

grant usage on schema engine, network, figures to yimi_public;
grant select (county_id, id, name, state, phone) on network.stations to yimi_public;
grant select (county_id, id, name, station_id, merged_into) on network.rooms to yimi_public;
grant select on network.public_pages to yimi_public;
create policy only_open on network.public_pages as restrictive for select to yimi_public using (open and withheld is null);
grant select (county_id, figure, station_id, period, dims, n) on figures.rollups to yimi_public;
create policy only_public on figures.rollups as restrictive for select to yimi_public
  using (figure = 'services.visits');
