-- What a helper's own phone carries of an offer, and what they said at its end.
alter table volunteers.offers add column end_words bytea;
create table volunteers.own_offers (
  helper_id uuid not null, station_id uuid not null, kind text not null, urgency text, room_id uuid not null,
  hamlet text not null, suits text not null, state text not null, offered_on text not null, answer_by text not null,
  ended_on text, settled boolean not null
);
create table volunteers.own_tasks (
  helper_id uuid not null, client_id uuid, name text not null, hamlet text not null, phone text, words bytea
);
select engine.adopt(t) from unnest(array['volunteers.own_offers', 'volunteers.own_tasks']::regclass[]) t;
