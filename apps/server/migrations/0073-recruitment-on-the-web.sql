-- 招募令: an activity that is open and asks people to come may be read by anybody; who signed up by nobody.
grant usage on schema activities to yimi_public;
grant select (county_id, id, station_id, title, venue, notice, day, from_minute, to_minute, state) on activities.activities
  to yimi_public;
create policy only_public on activities.activities as restrictive for select to yimi_public
  using (state = 'open' and notice is not null);
