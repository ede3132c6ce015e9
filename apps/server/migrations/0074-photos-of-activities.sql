-- Pictures of an activity, by the hash of their file.
create table activities.photos (
  activity_id uuid not null, room_id uuid not null, station_id uuid not null, day text not null, sha256 text not null,
  author_id uuid not null, recorded_at bigint not null
);
select engine.adopt('activities.photos'::regclass);
create index on activities.photos (county_id, activity_id);
create index on activities.photos (county_id, sha256);
