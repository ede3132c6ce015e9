-- What reading and proving need: indexes for drill-down, review queue and villages' histograms, and the list of audit
-- entries that are not sealed yet.

-- Records behind a county's or a station's figure, newest first; counting their days reads the index alone.
create index visits_by_day on services.visits (county_id, occurred_on, id) include (state, plausible);
create index visits_by_station_day on services.visits (county_id, station_id, occurred_on, id) include (state, plausible);
create index visits_waiting on services.visits (county_id, held_in, review, occurred_on, id)
  where state = 'counted' and review in ('open', 'questioned', 'answered');
create index day_histogram_by_room on figures.day_histogram (county_id, figure, room_id);
create index care_by_due on services.care (county_id, due_on, id);
create index on people.merge_proposals (county_id, client_id);
create index on people.merge_proposals (county_id, other_id);
create index on people.conflicts (county_id, client_id);

-- The sealer must find the entries that it has not sealed without reading the audit, and a clock that jumps must not
-- hide one. Each statement that writes audit entries notes them here; the sealer takes them away (law A4). A note that is
-- lost leaves an entry unsealed, which `verify` finds, for it asks the audit itself.
create table engine.audit_unsealed (
  county_id uuid not null default engine.county(),
  entry_id uuid not null,
  primary key (county_id, entry_id)
);
select engine.fence('engine.audit_unsealed');
grant select, insert, delete on engine.audit_unsealed to yimi_app;

create function engine.note_unsealed() returns trigger language plpgsql as $$
begin
  insert into engine.audit_unsealed (county_id, entry_id) select county_id, id from written;
  return null;
end $$;
create trigger note_unsealed after insert on engine.audit
  referencing new table as written for each statement execute function engine.note_unsealed();

insert into engine.audit_unsealed (county_id, entry_id) select county_id, id from engine.audit a
  where not exists (select from engine.audit_chain c where c.county_id = a.county_id and c.entry_id = a.id);
