-- What residents may see of needs, and how often they write.

-- What strangers send, counted by the hour and by a keyed digest of where it came from: no address can be read here.
create table login.public_counts (
  key bytea not null,
  hour bigint not null,
  n integer not null,
  primary key (key, hour)
);
create index on login.public_counts (hour);
grant select, insert, update, delete on login.public_counts to yimi_app;


-- Of needs: what a person has published of those that are nobody's secret, and the one whose answer number is given.
grant usage on schema needs to yimi_public;
grant select (county_id, id, station_id, kind, state, received_on, due_on, rating, public_words, sensitive, number_hash)
  on needs.needs to yimi_public;
create policy only_public on needs.needs as restrictive for select to yimi_public
  using ((public_words is not null and not sensitive) or number_hash = nullif(current_setting('yimi.answer', true), ''));
drop policy only_public on figures.rollups;
create policy only_public on figures.rollups as restrictive for select to yimi_public
  using (figure in ('services.visits', 'needs.needs'));
