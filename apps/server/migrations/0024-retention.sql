-- How long what is personal is kept: the county's periods, since when somebody is gone, what each day's run removed; and a
-- file that no record shows any more may go.

create table network.retention_rules (
  gone_years integer, findings_years integer, settled_months integer, leavers_months integer
);
select engine.adopt('network.retention_rules');
create table network.retention_runs (
  day text not null, gone integer not null, findings integer not null, settled integer not null, leavers integer not null,
  files integer not null
);
select engine.adopt('network.retention_runs');
create table people.departures (room_id uuid not null, since text not null);
select engine.adopt('people.departures');

grant delete on files.files to yimi_app;
grant delete on login.sessions, login.enrolments to yimi_app;
