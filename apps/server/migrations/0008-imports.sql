-- Ledgers that came in: the batches and what headings mean (declared in modules/network/imports.ts), and beside them what
-- the import's job needs to find its way: the files, how far it has come, and what became of each row.

create table network.imports (
  target text not null, station_id uuid, file_sha256 text not null, file_name text not null, choices jsonb not null,
  opened_by uuid not null, opened_at bigint not null, state text not null, closed_at bigint, counts jsonb,
  undone_by uuid, undone_at bigint, undo_counts jsonb
);
create table network.headings (
  owner_id uuid not null, target text not null, heading text not null, field text, set_by uuid not null
);
select engine.adopt(t) from unnest(array['network.imports', 'network.headings']::regclass[]) t;
create index on network.imports (county_id, state) where state in ('running', 'undoing');
create index on network.headings (county_id, owner_id, target);

create schema imports;
grant usage on schema imports to yimi_app;

-- A file that was sent in; its content lies encrypted in the store of files until it is forgotten.
create table imports.files (
  county_id uuid not null default engine.county(),
  id uuid not null,
  sha256 text not null,
  name text not null,
  bytes integer not null,
  uploaded_by uuid not null,
  uploaded_at bigint not null,
  primary key (county_id, id)
);
create index on imports.files (county_id, sha256);

-- What became of each row: never what it said, only where it lay, which columns were wrong and why.
create table imports.lines (
  county_id uuid not null default engine.county(),
  import_id uuid not null,
  sheet integer not null,
  line integer not null,
  outcome text not null check (outcome in ('new', 'filled', 'there', 'refused')),
  subject_id uuid,
  faults jsonb not null,
  remarks jsonb not null,
  undone text check (undone in ('withdrawn', 'kept')),
  primary key (county_id, import_id, sheet, line)
);
create table imports.progress (
  county_id uuid not null default engine.county(),
  import_id uuid not null,
  done integer not null,
  of integer not null,
  left_out jsonb not null,
  primary key (county_id, import_id)
);
select engine.fence(t) from unnest(array['imports.files', 'imports.lines', 'imports.progress']::regclass[]) t;
grant select, insert, update, delete on imports.files, imports.lines, imports.progress to yimi_app;

-- Whether anybody has done anything about a person since they were imported.
create index on engine.receipts (county_id, subject) where subject is not null;
