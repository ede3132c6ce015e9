-- Where an offer counts: the village and station of its need on the day it was made, whatever becomes of the village.
alter table volunteers.offers add column asked_in uuid, add column asked_from uuid;
update volunteers.offers set asked_in = room_id, asked_from = station_id;
alter table volunteers.offers alter column asked_in set not null, alter column asked_from set not null;
