-- Two who answer one mail that we do not have belong together only when they are one, or when both came through one mailing list:
-- which, stands with the ids of the mail.
alter table thread_key add column list_id text;
-- The id is that of a mail that only colleagues were sent: an answer to it stays inside.
alter table thread_key add column internal boolean not null default false;

-- What an organisation wants of threading; without a row, what the columns say by themselves.
create table thread_setting (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  -- An answer under a new subject opens a new ticket, linked to the old one.
  new_subject_opens boolean not null default false,
  -- An answer to a ticket that was closed longer ago than this opens a new one; null: it is opened again, however old.
  closed_days int default 14 check (closed_days between 1 and 3650),
  -- A mail that names no other joins a ticket of its sender with the same subject that was active within these hours; null: never.
  subject_hours int check (subject_hours between 1 and 720),
  updated_at timestamptz not null
);
alter table thread_setting enable row level security;
alter table thread_setting force row level security;
create policy org on thread_setting
  using (org_id = current_setting('app.org_id')::uuid) with check (org_id = current_setting('app.org_id')::uuid);
grant select, insert, update, delete on thread_setting to docket_app;
