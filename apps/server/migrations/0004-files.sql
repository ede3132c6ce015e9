-- Evidence files that lie whole on disk, their hash confirmed. A row here is the promise that the file is there (law S1).

create schema files;
grant usage on schema files to yimi_app;

create table files.files (
  county_id uuid not null default engine.county(),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  mime text not null,
  kind text not null,
  bytes bigint not null,
  kept_at bigint not null,
  kept_by uuid not null,
  primary key (county_id, sha256)
);
select engine.fence('files.files');
grant select, insert on files.files to yimi_app;

create index on services.evidence (county_id, author_id) where arrived_at is null;
create index evidence_missing on services.evidence (county_id, sha256) where arrived_at is null;
