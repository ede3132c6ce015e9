-- A dashboard adds up kept leaves of a figure and some months or days (law Z3): from the index alone, without a look at the
-- rows (`npm run bench -- figures`). The same two indexes as before, with what is added up beside the key.
drop index figures.rollups_county_id_figure_period_idx;
create index rollups_kept on figures.rollups (county_id, figure, period) include (station_id, room_id, dims, n);
drop index figures.day_histogram_county_id_figure_period_idx;
create index day_histogram_kept on figures.day_histogram (county_id, figure, period) include (station_id, room_id, dims, n);
