-- What a resident said of an answer instead of tapping a grade: the hash of the recording, until somebody has heard it.
alter table needs.needs add column voice text;
create index on needs.needs (county_id, voice) where voice is not null;
