-- A mailbox reads several folders of its IMAP server: settings name them, and the place in each stands under its name. A backfill that
-- is under way begins anew; what it has brought is known.
alter table connection no force row level security;
update connection set
  settings = settings - 'folder' || jsonb_build_object('folders', jsonb_build_array(coalesce(settings->>'folder', 'INBOX'))),
  cursor = case when jsonb_typeof(cursor) = 'object' then jsonb_build_object(coalesce(settings->>'folder', 'INBOX'), cursor) end,
  first_cursor = case when jsonb_typeof(first_cursor) = 'object'
    then jsonb_build_object(coalesce(settings->>'folder', 'INBOX'), first_cursor) end
where kind = 'imap' and not settings ? 'folders';
alter table connection force row level security;

-- Of a mail that could not be brought whole only its header is here: tried again, it is fetched again.
alter table occurrence add column is_header_only boolean not null default false;
alter table occurrence no force row level security;
update occurrence set is_header_only = true
where state = 'failed' and provider_id not like 'smtp:%' and error like '%only its header was brought.';
alter table occurrence force row level security;
