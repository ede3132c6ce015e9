-- What volunteers were asked to do, and what became of it: one row a need and volunteer. No name, no words of the need.
create table volunteers.offers (
  need_id uuid not null, helper_id uuid not null, station_id uuid not null, room_id uuid not null, kind text not null,
  state text not null, reason text, assisted boolean not null, offered_on text not null, answered_on text, ended_on text,
  author_id uuid not null, recorded_at bigint not null
);
select engine.adopt('volunteers.offers'::regclass);
create index on volunteers.offers (county_id, station_id);
create index on volunteers.offers (county_id, room_id);
create index on volunteers.offers (county_id, need_id);
