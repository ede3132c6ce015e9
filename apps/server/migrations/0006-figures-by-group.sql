-- Special groups (特殊群体) on visits, as of the day, and on care, as they are now: what figures by group count by. Visits from
-- before this know of none; care is brought into step by the next round of `re-date`.
alter table services.visits add column groups jsonb not null default '[]';
alter table services.care add column groups jsonb not null default '[]';

-- By which definition each figure of a county was last counted from the records. A figure that an update adds or changes
-- differs from it, and is counted anew before anything is served (apps/server/figures/).
create table figures.definitions (
  county_id uuid not null default engine.county(),
  figure text not null,
  hash text not null,
  counted_at bigint not null,
  primary key (county_id, figure)
);
select engine.fence('figures.definitions');
grant select, insert, update, delete on figures.definitions to yimi_app;
