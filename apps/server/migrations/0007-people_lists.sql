-- Like names meet by their sound alone, so the lists by birth date and phone are not asked for.
drop index people.clients_county_id_scope_birth_day_idx;
drop index people.clients_county_id_scope_phone_idx;
