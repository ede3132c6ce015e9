-- What phones carry of needs: what a village has to do at its doors, an author's own copy, the county's rule. A need from
-- before is laid out for them when something next happens to it.
create table needs.village_needs (
  room_id uuid not null, client_id uuid, channel text not null, kind text not null, words bytea, asker_name text,
  asker_phone text, by_proxy boolean not null, urgency text, received_on text not null, due_on text not null,
  state text not null, answer_kind text, answered_on text, unmet_reason text, note bytea, rating integer,
  rating_assisted boolean
);
create table needs.own_needs (
  author_id uuid not null, client_id uuid, who text not null, visit_id uuid, channel text not null,
  received_at bigint not null, with_station boolean not null, kind text, words bytea, by_proxy boolean not null,
  urgency text, received_on text not null, due_on text not null, state text not null, answer_kind text,
  answered_on text, unmet_reason text, note bytea, rating integer, rating_assisted boolean
);
create table needs.carried_rules (
  urgent_days integer not null, soon_days integer not null, ordinary_days integer not null, crisis_words jsonb not null
);
select engine.adopt(t)
  from unnest(array['needs.village_needs', 'needs.own_needs', 'needs.carried_rules']::regclass[]) t;
