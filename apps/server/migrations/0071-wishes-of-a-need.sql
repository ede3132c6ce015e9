-- Who may come and when it suits, as the resident wishes it.
alter table needs.needs add column helper_sex text, add column times integer not null default 0;
