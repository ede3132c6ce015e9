-- A visit recorded although the person had taken their consent to service back carries a flag; the picture of a person is
-- found by its hash, as evidence is, to say who may see it; files from before names had a sound are found to be given one.

alter table services.visits add column without_consent boolean not null default false;
create index on people.clients (county_id, photo) where photo is not null;
create index on people.clients (county_id, id) where sound_key = '' and state = 'active';
