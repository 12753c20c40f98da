-- Mails that are no deliveries (notifications, codes) leave by the same ways and count against the same limits.
create table way_use (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  mailbox_id uuid not null,
  at timestamptz not null,
  foreign key (org_id, mailbox_id) references mailbox (org_id, id) on delete cascade
);
create index way_use_recent on way_use (org_id, mailbox_id, at desc);
alter table way_use enable row level security;
alter table way_use force row level security;
create policy org on way_use using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
create policy owner_reads on way_use for select to docket_owner using (true);
grant select, insert, update, delete on way_use to docket_app;
