-- A questionnaire may be filled in by residents themselves: only while it is open and its station has put it on the web.
alter table forms.forms add column on_the_web boolean not null default false;
alter table forms.forms alter column on_the_web drop default;

grant usage on schema forms to yimi_public;
grant select (county_id, id, station_id, title, lead, state, revision, on_the_web) on forms.forms to yimi_public;
create policy only_public on forms.forms as restrictive for select to yimi_public using (state = 'open' and on_the_web);
grant select (county_id, form_id, station_id, revision, model) on forms.revisions to yimi_public;
create policy only_public on forms.revisions as restrictive for select to yimi_public using (
  exists (select from forms.forms f where f.county_id = revisions.county_id and f.id = revisions.form_id
    and f.revision = revisions.revision));
