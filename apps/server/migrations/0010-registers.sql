-- Registers (台账) and monthly reports (工作月报): views that people keep, what a station typed into a report, signed reports
-- and the records that their numbers are pinned to. None of it travels to phones.

create table services.register_views (
  register text not null, name text not null, owner_id uuid not null, shared_with uuid, settings jsonb not null
);
create table services.report_notes (
  station_id uuid not null, month text not null, problems text not null, plans text not null, changed_by uuid not null
);
create table services.signed_reports (
  station_id uuid not null, month text not null, edition integer not null, signed_by uuid not null, signed_at bigint not null,
  as_of bigint not null, lines jsonb not null, problems text not null, plans text not null
);
create table services.report_pins (
  report_id uuid not null, station_id uuid not null, figure text not null, record_ids jsonb not null
);
select engine.adopt(t) from unnest(array['services.register_views', 'services.report_notes', 'services.signed_reports',
  'services.report_pins']::regclass[]) t;
create index on services.register_views (county_id, owner_id);
create index on services.register_views (county_id, shared_with) where shared_with is not null;
create index on services.signed_reports (county_id, station_id, month, edition);
create index on services.report_pins (county_id, report_id);
-- Who was in post at a station in a month.
create index on network.posts (county_id, station_id, from_day);
-- A village's register pages in the order of days.
create index visits_by_room_day on services.visits (county_id, room_id, occurred_on, id);
create index care_by_station_due on services.care (county_id, station_id, due_on, id);
