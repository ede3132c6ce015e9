-- Which versions of the master key wrap people's keys. The keys themselves lie outside the database (law A3). A version
-- leaves this table only when nothing is wrapped with it any more, which the reference sees to.
create table engine.key_versions (version integer primary key, made_at bigint not null);
insert into engine.key_versions values (1, 0);
grant select on engine.key_versions to yimi_app;
alter table engine.subject_keys add column key_version integer not null default 1 references engine.key_versions;
create index on engine.subject_keys (county_id, key_version);
