-- What waits, by mailbox and in the order in which it leaves: the only index of it. By the time alone, one row's sender read all that waited.
drop index delivery_due;
drop index delivery_claimed;
create index delivery_due on delivery (org_id, mailbox_id, next_try_at, id) where status in ('queued', 'sending');
drop index delivery_unless_answered;
create index delivery_unless_answered on delivery (org_id, ticket_id) where unless_answered;

-- For each mailbox with mail that nobody is at, and that leaves now or within a minute: when the first of it does.
create or replace function sending_due(asked_at timestamptz)
returns table (org_id uuid, mailbox_id uuid, due_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.org_id, m.id, first.at from mailbox m cross join lateral (
    select d.next_try_at as at from delivery d
    where d.org_id = m.org_id and d.mailbox_id = m.id and d.status in ('queued', 'sending')
      and d.next_try_at <= asked_at + interval '1 minute' and (d.claimed_until is null or d.claimed_until <= asked_at)
    order by d.next_try_at, d.id limit 1) first
  union all
  select o.id, null, first.at from org o cross join lateral (
    select d.next_try_at as at from delivery d
    where d.org_id = o.id and d.mailbox_id is null and d.status in ('queued', 'sending')
      and d.next_try_at <= asked_at + interval '1 minute' and (d.claimed_until is null or d.claimed_until <= asked_at)
    order by d.next_try_at, d.id limit 1) first
  order by 3
$$;

-- Nobody has asked it for mail that leaves since `sending_due` is there.
create or replace function orgs_with_work(asked_at timestamptz, work text)
returns table (org_id uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  case work
    when 'ingest' then return query select distinct o.org_id from occurrence o where o.state = 'kept' and o.next_try_at <= asked_at;
    when 'file' then return query select distinct r.org_id from raw_mail r where not r.blob and r.kept_at <= asked_at;
  end case;
end $$;
