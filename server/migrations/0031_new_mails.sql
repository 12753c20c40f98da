-- A new mail before it is sent: there is no ticket yet that its words could stand on. A person may have several.
create table new_mail (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null,
  mailbox_id uuid,
  identity_id uuid,
  subject text not null,
  -- The plain twin of html.
  body text not null,
  html text,
  -- What stands here may be half an address still.
  to_addresses jsonb not null,
  cc_addresses jsonb not null,
  bcc_addresses jsonb not null,
  upload_ids uuid[] not null,
  -- What its ticket becomes when it is sent.
  status text check (status in ('new', 'open', 'pending', 'resolved', 'closed', 'spam')),
  updated_at timestamptz not null,
  foreign key (org_id, user_id) references app_user (org_id, id) on delete cascade,
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete set null (mailbox_id)
);
create unique index new_mail_org on new_mail (org_id, id);
create index new_mail_of_user on new_mail (org_id, user_id, updated_at desc);
create index new_mail_of_mailbox on new_mail (org_id, mailbox_id) where mailbox_id is not null;

alter table new_mail enable row level security;
alter table new_mail force row level security;
create policy org on new_mail using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on new_mail to docket_app;

-- The waiting replies that alone make somebody take part; null: something else does. Who joined by replies that are all taken back leaves
-- again, or is asked by colleagues alone as before.
alter table ticket_participant add column joined_by uuid[], add column was_inside boolean not null default false;

-- A ticket that goes takes its keys along.
create index thread_key_ticket on thread_key (org_id, ticket_id);
