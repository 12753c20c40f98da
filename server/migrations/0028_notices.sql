-- Notifications: mails to colleagues about tickets, and what they answer.

-- Every mail to a colleague about a ticket, by what it is known when it is answered, returned or comes round. Of its two signed
-- addresses there are only hashes: the one that may be answered, once and until then, and the one that bounces come back to.
create table staff_mail (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  ticket_id uuid references ticket on delete set null,
  message_id_header text not null,
  answer_hash bytea not null,
  return_hash bytea not null,
  -- What an answer does that is proven to be this person's.
  answer_does text not null check (answer_does in ('nothing', 'note', 'reply')),
  answer_until timestamptz not null,
  answered_at timestamptz,
  returned_at timestamptz,
  returned_says text,
  at timestamptz not null,
  unique (org_id, message_id_header),
  unique (org_id, answer_hash),
  unique (org_id, return_hash)
);
create index staff_mail_user on staff_mail (org_id, user_id, at);
create index staff_mail_ticket on staff_mail (org_id, ticket_id);

-- What became of each answer.
create table staff_answer (
  occurrence_id uuid primary key references occurrence on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  staff_mail_id uuid not null references staff_mail on delete cascade,
  message_id_header text,
  outcome text not null check (outcome in ('noted', 'replied', 'held', 'known')),
  says text not null,
  message_id uuid references message on delete set null,
  at timestamptz not null
);
-- An address that was answered is used up, whoever finds it out at the same moment.
create unique index staff_answer_once on staff_answer (org_id, staff_mail_id) where outcome in ('noted', 'replied');

-- What a person wants to be told by mail; who has no row wants what stands here.
create table notice_wish (
  user_id uuid primary key references app_user on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  assigned boolean not null default true,
  mentioned boolean not null default true,
  opened boolean not null default true,
  answered boolean not null default true,
  answer_does text not null default 'note' check (answer_does in ('nothing', 'note', 'reply')),
  changed_at timestamptz not null
);

-- Whose new tickets a person is told of.
create table mailbox_follow (
  user_id uuid not null references app_user on delete cascade,
  mailbox_id uuid not null references mailbox on delete cascade,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  primary key (user_id, mailbox_id)
);
create index mailbox_follow_mailbox on mailbox_follow (org_id, mailbox_id);

-- What an organisation decides for all.
create table notice_setting (
  org_id uuid primary key default current_setting('app.org_id')::uuid,
  quotes boolean not null,
  changed_at timestamptz not null
);

-- One mail to one person about one ticket. It gathers what happens until it leaves. It outlives its ticket: what the ceiling counts is
-- not made less by removing anything.
create table notice (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  ticket_id uuid references ticket on delete set null,
  status text not null check (status in ('gathering', 'queued', 'sending', 'sent', 'failed', 'withheld')),
  -- When it stops gathering, is tried, or is tried again.
  leaves_at timestamptz not null,
  attempts int not null default 0,
  says text,
  created_at timestamptz not null,
  -- It was let out, and counts from then on.
  let_out_at timestamptz,
  sent_at timestamptz
);
create unique index notice_gathering on notice (org_id, user_id, ticket_id) where status = 'gathering';
create index notice_due on notice (leaves_at) where status in ('gathering', 'queued', 'sending');
create index notice_user on notice (org_id, user_id, created_at);
create index notice_let_out on notice (org_id, user_id, let_out_at);
create index notice_ticket on notice (org_id, ticket_id);

-- Why. `about` names what happened, so that whoever tells it twice has told it once.
create table notice_cause (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  notice_id uuid not null references notice on delete cascade,
  user_id uuid not null references app_user on delete cascade,
  kind text not null check (kind in ('assigned', 'mentioned', 'opened', 'answered')),
  about uuid not null,
  message_id uuid references message on delete set null,
  actor_user_id uuid references app_user on delete set null,
  at timestamptz not null,
  unique (org_id, user_id, kind, about)
);
create index notice_cause_notice on notice_cause (org_id, notice_id);

do $$
declare t text;
begin
  foreach t in array array['staff_mail', 'staff_answer', 'notice_wish', 'mailbox_follow', 'notice_setting', 'notice', 'notice_cause'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;

create policy owner_reads on notice for select to docket_owner using (true);
create function orgs_with_notices(asked_at timestamptz) returns table (org_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct org_id from notice where status in ('gathering', 'queued', 'sending') and leaves_at <= asked_at
$$;
revoke all on function orgs_with_notices from public;
grant execute on function orgs_with_notices to docket_app;
