-- The list of people is read from indexes alone until the fifty of a page are known: the people of a village in the order of
-- their names with all that the list is narrowed by, and who is due there (`npm run bench -- list`). Whoever is found by a
-- search may have moved away or died, so the first holds them too.
drop index people.clients_by_name;
create index clients_listed on people.clients (county_id, room_id, pinyin, id) include (state, risk, groups);
drop index services.care_county_id_room_id_due_on_idx;
create index care_listed on services.care (county_id, room_id, due_on, id) include (visits);
