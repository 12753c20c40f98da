-- What became of a mail with each of its recipients. The delivery is the job's unit, this is the answer.
create table delivery_recipient (
  delivery_id uuid not null,
  position int not null,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  address text not null,
  name text not null default '',
  kind text not null check (kind in ('to', 'cc', 'bcc')),
  state text not null check (state in ('queued', 'sending', 'sent', 'delivered', 'delayed', 'bounced', 'failed', 'unsure', 'cancelled')),
  -- What the other side said, or why it was not asked.
  says text,
  at timestamptz not null,
  primary key (delivery_id, position)
);
create unique index delivery_org on delivery (org_id, id);
alter table delivery_recipient add foreign key (org_id, delivery_id) references delivery (org_id, id) on delete cascade;

alter table delivery drop constraint delivery_status_check;
alter table delivery add check (status in ('queued', 'sending', 'sent', 'failed', 'unsure', 'cancelled'));
-- What the answer did to its ticket besides itself, to be taken back with it.
alter table delivery add column undoes jsonb;
-- It does not leave when the customer writes before it does.
alter table delivery add column unless_answered boolean not null default false;

-- The owner is bound by forced policies too, and this is for all organisations.
alter table delivery no force row level security;
alter table message no force row level security;
insert into delivery_recipient (delivery_id, position, org_id, address, name, kind, state, says, at)
select d.id, one.position - 1, d.org_id, one.address,
  coalesce((select named->>'name' from message m, jsonb_array_elements(m.to_addresses) as named
    where m.id = d.message_id and lower(named->>'address') = lower(one.address) limit 1), ''),
  'to', d.status, d.error, coalesce(d.sent_at, d.queued_at)
from delivery d cross join jsonb_array_elements_text(d.envelope_to) with ordinality as one(address, position);
alter table delivery force row level security;
alter table message force row level security;

create index delivery_unless_answered on delivery (org_id, ticket_id) where unless_answered and status = 'queued';

-- A mail of ours did not arrive, and nobody has done anything about it yet: shown in the list.
alter table ticket add column undelivered boolean not null default false;

-- The last that was heard of an address that takes no mail; forgotten when mail comes from it.
alter table contact add column undeliverable_at timestamptz;
alter table contact add column undeliverable_says text;
create index contact_undeliverable on contact (org_id, email) where undeliverable_at is not null;

-- How long an answer waits before it leaves; null is what the server does.
alter table app_user add column undo_seconds int check (undo_seconds in (0, 5, 10, 20, 30));

alter table delivery_recipient enable row level security;
alter table delivery_recipient force row level security;
create policy org on delivery_recipient using (org_id = current_setting('app.org_id')::uuid)
  with check (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on delivery_recipient to docket_app;

-- A mail that was taken back before it left stands on no ticket, and nothing leads to it.
create function thread_key_goes() returns trigger language plpgsql as $$
begin
  delete from thread_key where message_id = new.id;
  return null;
end $$;
create trigger thread_key_goes after update of ticket_id on message
for each row when (new.ticket_id is null and old.ticket_id is not null) execute function thread_key_goes();
