-- Merchants, vouchers, and which voucher an entry of the ledger belongs to.
alter table points.entries add column voucher_id uuid;

create table points.merchants (
  station_id uuid, name text not null, offers jsonb not null, open boolean not null, token text not null, recorded_at bigint not null
);
create table points.vouchers (
  number text not null, merchant_id uuid not null, helper_id uuid not null, station_id uuid not null, what text not null,
  points integer not null, reserved_on text not null, last_day text not null, state text not null, ended_on text, recorded_at bigint not null
);
select engine.adopt(t) from unnest(array['points.merchants', 'points.vouchers']::regclass[]) t;
create index on points.merchants (county_id, token);
create unique index on points.vouchers (county_id, number);
create index on points.vouchers (county_id, last_day) where state = 'reserved';
create index on points.vouchers (county_id, merchant_id);
create index on points.entries (county_id, voucher_id) where voucher_id is not null;

-- The merchant's page: the one whose address was opened, and the one voucher whose number was typed in; never whose it is.
grant usage on schema points to yimi_public;
grant select (county_id, id, name, offers, open, token) on points.merchants to yimi_public;
create policy only_public on points.merchants as restrictive for select to yimi_public
  using (token = nullif(current_setting('yimi.answer', true), ''));
grant select (county_id, id, number, merchant_id, what, points, state, last_day, ended_on) on points.vouchers to yimi_public;
create policy only_public on points.vouchers as restrictive for select to yimi_public
  using (number = nullif(current_setting('yimi.answer', true), ''));
