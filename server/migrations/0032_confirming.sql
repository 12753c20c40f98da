-- A person looks at the account that a consent brought, and says that it is the one: before that nothing is fetched from it, and its
-- provider is not asked to call. What is connected already was begun.
alter table connection add column confirmed_at timestamptz;
alter table connection no force row level security;
update connection set confirmed_at = connected_at;
alter table connection force row level security;

create or replace function connections_due(asked_at timestamptz, asked_by uuid)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where confirmed_at is not null and refused_at is null
    and (next_pull_at <= asked_at or (lease_by is not null and failures = 0))
    and (lease_until is null or lease_until < asked_at or lease_by = asked_by)
    and (paused_until is null or paused_until <= asked_at)
  order by next_pull_at
$$;

create or replace function pushes_due(asked_kind text, asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where kind = asked_kind and confirmed_at is not null and refused_at is null
    and (push_renew_at is null or push_renew_at <= asked_at)
$$;

-- When Google is asked again which addresses it lets the account of a mailbox send from, and what stood in the way the last time.
alter table mailbox add column send_as_due_at timestamptz;
alter table mailbox add column send_as_asked_at timestamptz;
alter table mailbox add column send_as_error text;
create function mailboxes_to_ask_google_about(asked_at timestamptz) returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.id from mailbox m join connection c on c.mailbox_id = m.id
  where c.kind = 'gmail' and c.confirmed_at is not null and c.refused_at is null
    and coalesce(c.settings->>'journal', 'false') = 'false'
    and (m.send_as_due_at is null or m.send_as_due_at <= asked_at)
    and exists (select from send_identity i where i.mailbox_id = m.id and i.verified_by = 'provider' and i.removed_at is null)
  order by m.send_as_due_at nulls first limit 50
$$;
revoke all on function mailboxes_to_ask_google_about from public;
grant execute on function mailboxes_to_ask_google_about to docket_app;
