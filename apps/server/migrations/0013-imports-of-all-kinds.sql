-- Imports of all kinds, taken back whole: what a row's person was joined to by the import, and cells given back.
alter table imports.lines add column joined uuid;
alter table imports.lines drop constraint lines_undone_check;
alter table imports.lines add constraint lines_undone_check check (undone in ('withdrawn', 'restored', 'kept'));
