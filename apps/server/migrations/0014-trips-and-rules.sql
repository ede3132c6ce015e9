-- How a county reckons its trips; how many contacts in a row may be calls; when somebody was last met at the door.
create table services.trip_rules (
  leave_at integer not null, back_by integer not null, visit_minutes integer not null, errand_minutes integer not null,
  rest_minutes integer not null, seats integer not null, team_size integer not null
);
select engine.adopt('services.trip_rules');

alter table services.due_rules
  add column calls jsonb not null default '{"high": null, "key": null, "ordinary": null}';
alter table services.care add column last_seen_on text;
update services.care c set last_seen_on = (
  select max(v.occurred_on) from services.visits v
  where v.county_id = c.county_id and v.client_id = c.id and v.mode = 'home' and v.result = 'home'
    and v.state = 'counted' and v.plausible)
where c.visits > 0;

-- What a trip's register adds up: the errands settled on it.
create index on services.errands (county_id, trip_id) where trip_id is not null;
