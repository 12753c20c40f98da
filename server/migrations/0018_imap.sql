-- Where "from now on" began, as the provider counts: what it calls by lower numbers was there before, whatever its clock says.
alter table connection add column first_cursor jsonb;

-- A process whose line to the database broke takes up again what it held, without waiting for its own lease to end; and what a process
-- held that died is due at once, not when its next pull would have been.
drop function connections_due(timestamptz);
create function connections_due(asked_at timestamptz, asked_by uuid)
returns table (org_id uuid, mailbox_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select org_id, mailbox_id from connection
  where refused_at is null
    and (next_pull_at <= asked_at or (lease_by is not null and failures = 0))
    and (lease_until is null or lease_until < asked_at or lease_by = asked_by)
    and (paused_until is null or paused_until <= asked_at)
  order by next_pull_at
$$;
revoke all on function connections_due from public;
grant execute on function connections_due to docket_app;
