-- Whoever was given the link that rates one need reads of that need alone whether it may still be rated.
grant select (answered_on, reopened) on needs.needs to yimi_public;
drop policy only_public on needs.needs;
create policy only_public on needs.needs as restrictive for select to yimi_public
  using ((public_words is not null and not sensitive) or number_hash = nullif(current_setting('yimi.answer', true), '')
    or 'rating/' || id::text = nullif(current_setting('yimi.answer', true), ''));
