-- Where "from now on" began, as the provider counts: what it calls by lower numbers was there before, whatever its clock says.
alter table connection add column first_cursor jsonb;

-- A process whose line to the database broke takes up again what it held, without waiting for its own lease to end.
drop function connections_due(timestamptz);
create function connections_due(asked_at timestamptz, asked_by uuid)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where next_pull_at <= asked_at and refused_at is null
    and (lease_until is null or lease_until < asked_at or lease_by = asked_by)
    and (paused_until is null or paused_until <= asked_at)
  order by next_pull_at
$$;
revoke all on function connections_due from public;
grant execute on function connections_due to docket_app;
