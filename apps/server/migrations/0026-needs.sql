-- Needs: what residents say is missing, and the county's rule of deadlines and crisis words.
create schema needs;
grant usage on schema needs to yimi_app;

create table needs.needs (
  channel text not null, kind text not null, words bytea, client_id uuid, recorded_for uuid, household_id uuid,
  asker_name text, asker_phone text, by_proxy boolean not null, proxy_name text, visit_id uuid,
  held_in uuid not null, held_by uuid not null, sensitive boolean not null, room_id uuid not null, station_id uuid not null,
  author_id uuid, author_role text, received_on text not null, received_at bigint not null, recorded_at bigint not null,
  plausible boolean not null, urgency text, difficulty text, in_public_interest boolean, achievable boolean,
  triaged_on text, due_on text not null, escalated_on text, crisis text not null, crisis_note bytea,
  state text not null, state_before text, merged_into uuid, answer_kind text, answered_on text, answer_time text,
  unmet_reason text, note bytea, rating integer, rating_assisted boolean, rated_on text, reopened integer not null,
  public_words text, number_hash text
);
create table needs.rules (
  urgent_days integer not null, soon_days integer not null, ordinary_days integer not null, crisis_words jsonb not null
);
select engine.adopt(t) from unnest(array['needs.needs', 'needs.rules']::regclass[]) t;
create index on needs.needs (county_id, station_id, received_on);
create index on needs.needs (county_id, room_id, received_on);
create index on needs.needs (county_id, held_in);
create index on needs.needs (county_id, held_by, state, due_on);
create index on needs.needs (county_id, client_id) where client_id is not null;
create index on needs.needs (county_id, merged_into) where merged_into is not null;
-- How the public page finds a need by its answer number; two of 80 random bits never meet.
create unique index on needs.needs (county_id, number_hash) where number_hash is not null;
