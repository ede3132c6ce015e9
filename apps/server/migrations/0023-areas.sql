-- What stands above a county: cities within a province, provinces within the country (laws N2, N4, A2). A leaf that moves
-- leaves its step here in the same transaction, as a row of its own, so that no two commands wait for each other; the
-- program folds the steps into sums every few seconds, and a reader adds both, so that nothing is ever stale. No row names
-- a county or anything below it.

-- The area of this transaction: a province (450000), the country (000000); null, and so no row, where none is set.
create function engine.area() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('yimi.area', true), '') $$;
create function figures.province_of(city text) returns text language sql immutable parallel safe as
  $$ select left(city, 2) || '0000' $$;

-- Which figures are summed above the county, and of distinct ones only the county's grain (law N3).
create function figures.above_county(figure text, dims text) returns boolean language sql immutable parallel safe as $$
  select figure in ('services.visits', 'services.due') or (figure = 'services.clients-visited' and dims like '["county-month"%')
$$;

create table figures.area_steps (
  city text not null, figure text not null, period text not null, dims text not null, n integer not null
);
create table figures.area_sums (
  parent text not null, area text not null, figure text not null, period text not null, dims text not null, n bigint not null,
  primary key (parent, figure, period, dims, area) include (n)
);
alter table figures.area_steps enable row level security;
alter table figures.area_steps force row level security;
alter table figures.area_sums enable row level security;
alter table figures.area_sums force row level security;
create policy area on figures.area_sums using (engine.area() in ('000000', parent));
create policy area on figures.area_steps using (engine.area() in ('000000', figures.province_of(city)));
-- A county's transaction leaves steps for its own city and sees none.
create policy own on figures.area_steps for insert
  with check (city = (select c.city_code from public.counties c where c.id = engine.county()));
grant select, insert, delete on figures.area_steps to yimi_app;
grant select, insert, update on figures.area_sums to yimi_app;

create function figures.note_added() returns trigger language plpgsql as $$
begin
  insert into figures.area_steps (city, figure, period, dims, n)
    select c.city_code, r.figure, r.period, r.dims, r.n from added r join public.counties c on c.id = r.county_id
    where figures.above_county(r.figure, r.dims);
  return null;
end $$;
create function figures.note_moved() returns trigger language plpgsql as $$
begin
  insert into figures.area_steps (city, figure, period, dims, n)
    select c.city_code, r.figure, r.period, r.dims, r.n - o.n
    from moved r join former o on o.county_id = r.county_id and o.id = r.id join public.counties c on c.id = r.county_id
    where r.n <> o.n and figures.above_county(r.figure, r.dims);
  return null;
end $$;
create function figures.note_taken() returns trigger language plpgsql as $$
begin
  insert into figures.area_steps (city, figure, period, dims, n)
    select c.city_code, r.figure, r.period, r.dims, -r.n from taken r join public.counties c on c.id = r.county_id
    where figures.above_county(r.figure, r.dims);
  return null;
end $$;
create trigger area_added after insert on figures.rollups
  referencing new table as added for each statement execute function figures.note_added();
create trigger area_moved after update on figures.rollups
  referencing old table as former new table as moved for each statement execute function figures.note_moved();
create trigger area_taken after delete on figures.rollups
  referencing old table as taken for each statement execute function figures.note_taken();
create trigger area_added after insert on figures.day_histogram
  referencing new table as added for each statement execute function figures.note_added();
create trigger area_moved after update on figures.day_histogram
  referencing old table as former new table as moved for each statement execute function figures.note_moved();
create trigger area_taken after delete on figures.day_histogram
  referencing old table as taken for each statement execute function figures.note_taken();

-- What the counties have counted before this: each as one heap of steps, which the next folding adds up.
insert into figures.area_steps (city, figure, period, dims, n)
  select c.city_code, r.figure, r.period, r.dims, sum(r.n)
  from (select county_id, figure, period, dims, n from figures.rollups
    union all select county_id, figure, period, dims, n from figures.day_histogram) r
    join public.counties c on c.id = r.county_id
  where figures.above_county(r.figure, r.dims) group by 1, 2, 3, 4;
