-- Mandatory reports: the report, what was done about it, who is named to read, and the copies of its writer and of the heads.
create schema protection;
grant usage on schema protection to yimi_app;

create table protection.reports (
  station_id uuid not null, room_id uuid not null, client_id uuid, who bytea, whereabouts bytea, whom text not null,
  author_id uuid not null, author_role text, observed_at bigint not null, recorded_at bigint not null,
  plausible boolean not null, signs bytea, seen bytea, heard bytea, closed_at bigint, closed_by uuid, closing_note bytea,
  danger text not null, reported_at bigint not null, pass_on_by bigint not null, passed_on_at bigint, alerted_at bigint,
  state text not null, outcome text, told jsonb not null
);
create table protection.steps (
  report_id uuid not null, station_id uuid not null, client_id uuid, kind text not null, at bigint not null,
  by_id uuid not null, number bytea, note bytea
);
create table protection.readers (
  user_id uuid not null, station_id uuid, since text not null, ended boolean not null
);
create table protection.own_reports (
  report_id uuid not null, holder_id uuid not null, author_id uuid not null, station_id uuid not null,
  room_id uuid not null, client_id uuid, who bytea, danger text not null, reported_at bigint not null,
  pass_on_by bigint not null, passed_on_at bigint, alerted_at bigint, state text not null, outcome text, told jsonb not null
);
select engine.adopt(t) from unnest(array['protection.reports', 'protection.steps', 'protection.readers',
  'protection.own_reports']::regclass[]) t;
create index on protection.reports (county_id, station_id);
create index on protection.reports (county_id, client_id);
create index on protection.reports (county_id, author_id);
create index on protection.steps (county_id, report_id);
create index on protection.readers (county_id, user_id);
create index on protection.own_reports (county_id, holder_id);
