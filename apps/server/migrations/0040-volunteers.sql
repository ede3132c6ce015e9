-- Who helps and with what: profiles of volunteers, service projects, partners, and the numbers given.
create schema volunteers;
grant usage on schema volunteers to yimi_app;

create table volunteers.profiles (
  number text not null, with_account boolean not null, station_id uuid not null, room_id uuid not null,
  name text not null, phone text, sex text, skills jsonb not null, languages jsonb not null, free integer not null,
  most_minutes integer not null, places integer not null, insured_until text, trained_on text, consent_on text,
  state text not null, paused_until text, author_id uuid not null, recorded_at bigint not null
);
create table volunteers.number_books (code text not null, last integer not null);
create table volunteers.partners (
  station_id uuid not null, name text not null, what text not null, kinds jsonb not null, skills jsonb not null,
  languages jsonb not null, times integer not null, room_ids jsonb not null, limits text not null, open boolean not null,
  author_id uuid not null, recorded_at bigint not null, contact_name text, contact_phone text
);
create table volunteers.projects (
  station_id uuid not null, name text not null, what text not null, kinds jsonb not null, skills jsonb not null,
  languages jsonb not null, times integer not null, room_ids jsonb not null, limits text not null, open boolean not null,
  author_id uuid not null, recorded_at bigint not null, partner_id uuid
);
select engine.adopt(t) from unnest(array['volunteers.profiles', 'volunteers.number_books', 'volunteers.partners',
  'volunteers.projects']::regclass[]) t;
create index on volunteers.profiles (county_id, station_id);
create index on volunteers.profiles (county_id, room_id);
create index on volunteers.partners (county_id, station_id);
create index on volunteers.projects (county_id, station_id);
