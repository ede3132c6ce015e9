-- Certificates of service, and the one of them whose number is given: the residents' role sees no other.
create table activities.certificates (
  number text not null, helper_id uuid not null, helper_name text not null, station_id uuid not null,
  station_name text not null, from_day text not null, to_day text not null, issued_on text not null, lines jsonb not null,
  minutes integer not null, minutes_now integer not null, total integer not null, stars integer not null,
  state text not null, ended_on text, reason text, issued_by uuid not null, recorded_at bigint not null
);
select engine.adopt('activities.certificates');
create index on activities.certificates (county_id, helper_id);
create unique index on activities.certificates (county_id, number);

grant usage on schema activities to yimi_public;
grant select (county_id, id, number, helper_name, station_name, from_day, to_day, issued_on, lines, minutes, minutes_now,
  total, stars, state, ended_on) on activities.certificates to yimi_public;
create policy only_public on activities.certificates as restrictive for select to yimi_public
  using (number = nullif(current_setting('yimi.answer', true), ''));
