-- Questionnaires of a station, each revision as it went out, and what was answered.
create schema forms;
grant usage on schema forms to yimi_app;

create table forms.forms (
  title text not null, lead text not null, station_id uuid not null, follows_id uuid, state text not null,
  revision integer not null, model jsonb not null, opened_on text, author_id uuid not null, recorded_at bigint not null
);
create table forms.revisions (
  form_id uuid not null, station_id uuid not null, revision integer not null, model jsonb not null, recorded_at bigint not null
);
create table forms.answers (
  form_id uuid not null, revision integer not null, room_id uuid not null, station_id uuid not null, origin text not null,
  paper text, by_proxy boolean not null, answered_on text not null, picks jsonb not null, kinds jsonb not null, written bytea,
  state text not null, author_id uuid, author_role text, recorded_at bigint not null, plausible boolean not null
);
select engine.adopt(t) from unnest(array['forms.forms', 'forms.revisions', 'forms.answers']::regclass[]) t;
create index on forms.forms (county_id, station_id);
create index on forms.revisions (county_id, form_id);
create index on forms.answers (county_id, form_id, recorded_at);
create index on forms.answers (county_id, station_id, answered_on);
create index on forms.answers (county_id, room_id, answered_on);
