-- What an answer is made of: several recipients, files, the words of another mail handed on.
alter table message add column bcc_addresses jsonb not null default '[]';
-- Where a mail itself wants the answer. Whoever wrote it may lie, so a person decides.
alter table message add column reply_to_addresses jsonb not null default '[]';
-- Ours: the message that it hands on.
alter table message add column forwarded_id uuid references message on delete set null;

-- A composed mail that is too large for a row lies in the blob store.
alter table delivery add column raw_sha256 text;
create index delivery_raw on delivery (org_id, raw_sha256) where raw_sha256 is not null;
-- Bounces come back to the envelope sender, which names one delivery by this.
alter table delivery add column return_token text;
create index delivery_return on delivery (org_id, return_token) where return_token is not null;

-- A file taken along from another message: the same bytes, still in the mail they came in until they are filed.
alter table attachment add column copy_of uuid references attachment on delete set null;

-- They were handed the ticket's words by colleagues: what they answer is for colleagues.
alter table ticket_participant add column inside boolean not null default false;

-- Whether mail to local+anything@domain arrives there as well: answers and bounces are asked for under such addresses.
alter table mailbox add column plus_addresses boolean not null default true;

create table upload (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  filename text not null,
  content_type text not null,
  size int not null,
  sha256 text not null,
  inline boolean not null,
  content_id text,
  created_at timestamptz not null,
  -- Swept from then on, used or not: what was sent has its bytes by its own row.
  kept_until timestamptz not null
);
create index upload_due on upload (kept_until);
create index upload_bytes on upload (org_id, sha256);

do $$
begin
  alter table upload enable row level security;
  alter table upload force row level security;
  create policy org on upload using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
  create policy owner_reads on upload for select to docket_owner using (true);
  grant select, insert, update, delete on upload to docket_app;
end $$;

create function orgs_with_old_uploads(asked_at timestamptz) returns table (org_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct org_id from upload where kept_until <= asked_at
$$;
revoke all on function orgs_with_old_uploads from public;
grant execute on function orgs_with_old_uploads to docket_app;
