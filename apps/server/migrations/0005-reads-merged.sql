-- The file of a person shows the visits under every id that was merged into theirs (law C7).
create index on people.clients (county_id, merged_into) where merged_into is not null;
