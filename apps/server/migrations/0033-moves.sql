-- Counties on their way to another server, and from one. While a row is here nothing of the county's is written: the
-- transaction that tries is refused by the database itself, with a code that the program turns into what people are told. Rows
-- hold no personal data; the words of a move are the owner's alone.

create table engine.moves (
  county_id uuid primary key,
  move_id uuid not null,
  -- leaving: being carried; left: handed over for good; arriving: here, not opened yet.
  state text not null check (state in ('leaving', 'left', 'arriving')),
  -- The other server's address: where the county goes, or came from.
  other_url text not null,
  began_at bigint not null,
  words jsonb not null
);
alter table engine.moves enable row level security;
alter table engine.moves force row level security;
create policy county on engine.moves using (login.here(county_id));
grant select (county_id, move_id, state, other_url, began_at) on engine.moves to yimi_app;

create function engine.refuse_moved(county uuid) returns void language plpgsql as $$
declare found_state text; found_url text;
begin
  select m.state, m.other_url into found_state, found_url from engine.moves m
    where m.county_id = county and m.state in ('leaving', 'left', 'arriving');
  if found then
    raise exception 'the county is on the move' using errcode = 'YM001', detail = found_state, hint = found_url;
  end if;
end $$;
-- Of commands, files and imports: once a statement, by the county that the transaction has named.
create function engine.refuse_while_moving() returns trigger language plpgsql as $$
begin
  perform engine.refuse_moved(engine.county());
  return null;
end $$;
-- Of accounts, whose transactions often name no county.
create function login.refuse_while_moving() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform engine.refuse_moved(old.county_id);
    return old;
  end if;
  perform engine.refuse_moved(new.county_id);
  return new;
end $$;
do $$
declare t text;
begin
  foreach t in array array['engine.receipts', 'engine.audit', 'files.files', 'imports.files', 'imports.lines', 'imports.progress'] loop
    execute format('create trigger on_the_move before insert or update or delete on %s
      for each statement execute function engine.refuse_while_moving()', t);
  end loop;
  foreach t in array array['accounts', 'devices', 'enrolments', 'totp', 'recovery_codes', 'passkeys', 'deposits', 'acts'] loop
    execute format('create trigger on_the_move before insert or update or delete on login.%I
      for each row execute function login.refuse_while_moving()', t);
  end loop;
end $$;
create trigger on_the_move before insert on login.sessions for each row execute function login.refuse_while_moving();
