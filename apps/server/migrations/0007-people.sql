-- The module people in full: what a file says of a person, households, ties, merges that can be undone, the search for
-- people registered twice. A test compares each table with its declaration in modules/people/tables.ts.

alter table people.clients
  add column document_kind text, add column document_number bytea, add column document_number_match bytea,
  add column guardian_contact jsonb, add column memberships jsonb not null default '[]', add column groups_change_on text,
  add column ethnicity text, add column languages jsonb not null default '[]', add column whereabouts text,
  add column self_care bytea, add column photo text, add column sound_key text not null default '';
-- Lists within a village, by what like people share (law C7) and by household; and the day on which time alone moves groups.
create index on people.clients (county_id, scope, sound_key);
create index on people.clients (county_id, scope, birth_day);
create index on people.clients (county_id, scope, phone) where phone is not null;
create index on people.clients (county_id, scope, household_id) where household_id is not null;
create index on people.clients (county_id, groups_change_on) where groups_change_on is not null;
create index on people.clients (county_id, merged_into) where merged_into is not null;

alter table people.merge_proposals
  add column reasons jsonb not null default '[]', add column score integer not null default 0;
create index on people.merge_proposals (county_id, client_id);
create index on people.merge_proposals (county_id, other_id);

create table people.merges (
  room_id uuid not null, client_id uuid not null, into_id uuid not null, merged_by uuid not null, merged_at bigint not null,
  state text not null, undone_at bigint, take_visits jsonb not null, replaced bytea
);
create table people.households (
  room_id uuid not null, hamlet text not null, address text not null, head_id uuid, phone text, state text not null,
  merged_into uuid, made_on text not null
);
create table people.ties (
  tie_id uuid not null, room_id uuid not null, client_id uuid not null, kind text not null, other_id uuid,
  other_name text, other_phone text, recorded_for uuid
);
create table people.likeness_checks (room_id uuid not null, since bigint not null);
create table people.same_id_notices (
  station_id uuid not null, client_id uuid not null, other_station_id uuid not null, noticed_on text not null, state text not null
);
select engine.adopt(t) from unnest(array['people.merges', 'people.households', 'people.ties', 'people.likeness_checks',
  'people.same_id_notices']::regclass[]) t;
create index on people.merges (county_id, into_id);
create index on people.households (county_id, room_id);
create index on people.ties (county_id, client_id);
create index on people.same_id_notices (county_id, station_id, state);

-- A visit remembers the file it was recorded for, so that the undoing of a merge can give it back.
alter table services.visits add column recorded_for uuid;
