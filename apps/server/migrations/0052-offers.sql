-- Whom a station asked for which need, and what came of it.
create table volunteers.offers (
  need_id uuid not null, helper_id uuid not null, kind text not null, room_id uuid not null, station_id uuid not null,
  suits text not null, state text not null, offered_on text not null, answer_by text not null, answered_on text,
  assisted boolean not null, decline_reason text, ended_on text, author_id uuid not null, recorded_at bigint not null
);
select engine.adopt('volunteers.offers'::regclass);
create index on volunteers.offers (county_id, need_id);
create index on volunteers.offers (county_id, helper_id);
create index on volunteers.offers (county_id, answer_by) where state = 'offered';
