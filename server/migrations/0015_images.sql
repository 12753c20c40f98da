-- Senders whose remote images a user wants to see at once.
create table image_sender (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  address text not null,
  created_at timestamptz not null,
  unique (org_id, user_id, address)
);
alter table image_sender enable row level security;
alter table image_sender force row level security;
create policy org on image_sender
  using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
grant select, insert, delete on image_sender to docket_app;
