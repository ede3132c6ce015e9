-- Evidence in full: papers with a name, a place beside a picture, which way is up, pictures withheld when consent is taken
-- back; and the county's rule of how pictures are kept.

alter table services.evidence
  add column name text, add column place bytea,
  add column turned integer not null default 0, add column withheld boolean not null default false;
alter table services.cards add column may_locate boolean not null default false;

create table services.evidence_rules (longest_side integer not null, quality integer not null, place text not null);
select engine.adopt('services.evidence_rules');

-- Whose consent was taken back before pictures knew of it.
update services.evidence e set withheld = true from people.clients c
where c.county_id = e.county_id and c.id = e.client_id and e.kind = 'photo'
  and (c.state = 'erased' or not exists (
    select from jsonb_array_elements(c.consents) one where one->>'purpose' = 'photo' and one->>'withdrawnDay' is null));
