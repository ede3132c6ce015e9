-- What a trip's register adds up: the errands settled on it.
create index on services.errands (county_id, trip_id) where trip_id is not null;
