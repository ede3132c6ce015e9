-- Tables of the first modules. A test compares each with its declaration in modules/*/tables.ts.

create schema network;
create schema people;
create schema services;
grant usage on schema network, people, services to yimi_app;

create table network.stations (name text not null, code text not null, state text not null, phone text);
create table network.rooms (
  name text not null, code text not null, station_id uuid not null, station_history jsonb not null,
  minutes_away integer, merged_into uuid, merged_by uuid, merged_at bigint
);
create table network.agencies (name text not null);
create table network.contracts (
  agency_id uuid not null, station_id uuid not null, lot text not null, from_day text not null, to_day text
);
create table network.posts (
  user_id uuid not null, role text not null, station_id uuid, room_id uuid, agency_id uuid, from_day text not null, to_day text
);
create table network.staff (
  name text not null, phone text, station_id uuid not null, room_id uuid, role text not null, active boolean not null
);
select engine.adopt(t) from unnest(array['network.stations', 'network.rooms', 'network.agencies', 'network.contracts',
  'network.posts', 'network.staff']::regclass[]) t;
create index on network.posts (county_id, user_id);
create index on network.rooms (county_id, station_id);

create table people.clients (
  name text not null, pinyin text not null, sex text not null, birth_day text, phone text,
  id_number bytea, id_number_match bytea, id_last_four text, guardian text, groups jsonb not null, risk text not null,
  room_id uuid not null, room_history jsonb not null, hamlet text not null, household_id uuid, consents jsonb not null,
  assignee_id uuid, state text not null, merged_into uuid, registered_on text not null
);
create table people.merge_proposals (
  room_id uuid not null, client_id uuid not null, other_id uuid not null, reason text not null, state text not null
);
create table people.conflicts (
  room_id uuid not null, client_id uuid not null, field text not null, earlier bytea, later bytea,
  later_by uuid not null, recorded_at bigint not null, state text not null
);
select engine.adopt(t) from unnest(array['people.clients', 'people.merge_proposals', 'people.conflicts']::regclass[]) t;
create index on people.clients (county_id, id_number_match) where id_number_match is not null;
create index on people.clients (county_id, room_id);
create index on people.clients (county_id, scope, pinyin);

create table services.visits (
  client_id uuid not null, held_in uuid not null, archived boolean not null, room_id uuid not null, station_id uuid not null, author_id uuid not null,
  author_role text not null, occurred_on text not null, occurred_at bigint not null, recorded_at bigint not null,
  plausible boolean not null, mode text not null, result text not null, risk text not null, findings bytea,
  needs jsonb not null, state text not null, state_reason text, review text not null, question bytea, answer bytea,
  reviewed_by uuid
);
create table services.evidence (
  visit_id uuid not null, client_id uuid not null, held_in uuid not null, archived boolean not null, author_id uuid not null, kind text not null,
  sha256 text not null, mime text not null, bytes integer not null, taken_at bigint not null, arrived_at bigint
);
create table services.own_visits (
  author_id uuid not null, archived boolean not null, client_id uuid not null, client_name text not null, occurred_on text not null,
  occurred_at bigint not null, plausible boolean not null, mode text not null, result text not null, findings bytea,
  needs jsonb not null, state text not null, state_reason text, review text not null, question bytea, answer bytea,
  files jsonb not null
);
create table services.care (
  room_id uuid not null, station_id uuid not null, risk text not null, active boolean not null, registered_on text not null,
  last_visit_on text, last_met_on text, due_on text not null, visits integer not null
);
create table services.cards (
  assignee_id uuid not null, client_id uuid not null, name text not null, pinyin text not null, phone text,
  room_id uuid not null, hamlet text not null, due_on text, may_photograph boolean not null
);
create table services.windows (room_id uuid not null, from_day text not null);
create table services.due_rules (high integer not null, key integer not null, ordinary integer not null, from_day text not null);
select engine.adopt(t) from unnest(array['services.visits', 'services.evidence', 'services.own_visits', 'services.care',
  'services.cards', 'services.due_rules', 'services.windows']::regclass[]) t;
create index on services.visits (county_id, client_id);
create index on services.visits (county_id, held_in, occurred_on) where not archived;
create index on services.visits (county_id, room_id, occurred_on);
create index on services.visits (county_id, station_id, review, occurred_on);
create index on services.evidence (county_id, visit_id);
create index on services.evidence (county_id, client_id);
create index on services.evidence (county_id, sha256);
create index on services.care (county_id, room_id, due_on);
