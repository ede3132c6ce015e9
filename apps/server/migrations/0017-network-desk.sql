-- A village parted by name: who stays although their hamlet goes. And indexes that two migrations made alike.
alter table network.splits add column stay jsonb not null default '[]';
drop index people.clients_county_id_merged_into_idx1;
drop index people.merge_proposals_county_id_client_id_idx1;
drop index people.merge_proposals_county_id_other_id_idx1;
