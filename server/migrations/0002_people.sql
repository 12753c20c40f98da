-- How people get in, and the record of it.

alter table app_user add column last_seen_at timestamptz;

-- The token stays the key; the id is what a list may show.
alter table session
  add column id uuid not null default gen_random_uuid(),
  add column ip text not null default '',
  add column user_agent text not null default '',
  add column remember boolean not null default false,
  add column last_seen_at timestamptz not null default now();
create index session_of_user on session (org_id, user_id);
create unique index session_id on session (org_id, id);

-- No scopes: all that the role of its user may do.
alter table api_token
  add column scopes text[],
  add column expires_at timestamptz,
  add column last_used_at timestamptz;

-- The link's secret is derived from id and issue with the key of the installation, and stands nowhere.
create table invitation (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  email text not null,
  name text not null default '',
  role text not null check (role in ('admin', 'agent', 'viewer')),
  issue int not null default 1,
  token_hash bytea not null unique,
  invited_by uuid references app_user,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  unique (org_id, email)
);

create table password_reset (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_reset_user on password_reset (org_id, user_id, created_at);

create table second_factor (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  secret_sealed text not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: none is taken twice.
  last_step bigint not null default 0,
  primary key (org_id, user_id)
);

create table recovery_code (
  org_id uuid not null default current_setting('app.org_id')::uuid,
  user_id uuid not null references app_user on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (org_id, user_id, code_hash)
);

-- Who let whom in, and who tried. Append-only for the serving role.
create table audit (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  at timestamptz not null,
  type text not null,
  user_id uuid,
  actor jsonb not null,
  ip text,
  request_id text not null,
  data jsonb not null
);
create index audit_at on audit (org_id, at desc, id desc);
create index audit_user on audit (org_id, user_id, at desc, id desc);

-- Mail that Docket writes about itself. Its words hold a secret link, so they are composed at each attempt and never kept.
create table system_mail (
  id uuid primary key,
  org_id uuid not null default current_setting('app.org_id')::uuid,
  kind text not null,
  -- What it is about: one invitation as issued, one reset, one change.
  about text not null,
  to_address text not null,
  message_id_header text not null,
  status text not null check (status in ('queued', 'sent', 'failed')),
  attempts int not null default 0,
  error text,
  queued_at timestamptz not null,
  sent_at timestamptz,
  unique (org_id, kind, about)
);

do $$
declare t text;
begin
  foreach t in array array['invitation', 'password_reset', 'second_factor', 'recovery_code', 'audit', 'system_mail'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy org on %I using (org_id = current_setting(''app.org_id'')::uuid) with check (org_id = current_setting(''app.org_id'')::uuid)', t);
    execute format('grant select, insert, update, delete on %I to docket_app', t);
  end loop;
end $$;
revoke update, delete on audit from docket_app;

create policy owner_reads on invitation for select to docket_owner using (true);
create policy owner_reads on password_reset for select to docket_owner using (true);
create policy owner_updates on session for update to docket_owner using (true) with check (true);
create policy owner_updates on api_token for update to docket_owner using (true) with check (true);
create policy owner_updates on app_user for update to docket_owner using (true) with check (true);
create policy owner_deletes on session for delete to docket_owner using (true);
create policy owner_deletes on password_reset for delete to docket_owner using (true);
create policy owner_deletes on system_mail for delete to docket_owner using (true);
create policy owner_reads on system_mail for select to docket_owner using (true);
create policy owner_writes on audit for insert to docket_owner with check (true);

-- Three tables that come before any organisation. The serving role reaches them only through the functions below.

-- Tries under a key: an account, an address on the network, a known browser. Keys are keyed hashes.
create table try_count (
  key bytea primary key,
  failures int not null,
  last_at timestamptz not null
);
create index try_count_last on try_count (last_at);

-- One row for every "I forgot my password", whoever asks and whether the account exists or not.
create table reset_wish (
  id uuid primary key,
  email text not null,
  asked_at timestamptz not null
);

-- Failed sign-ins for addresses that no organisation knows.
create table stranger (
  id uuid primary key,
  at timestamptz not null,
  email text not null,
  ip text not null,
  user_agent text not null,
  request_id text not null
);
create index stranger_at on stranger (at desc, id desc);

-- Counts a try before it is judged, so that a thousand at once are no more than a thousand in a row. Null: go on. Otherwise: not before
-- this instant; such a try is neither counted nor judged. The wait doubles with each failure past the free ones, up to half an hour.
create function count_try(wanted bytea[], free int[], asked_at timestamptz)
returns timestamptz
language plpgsql volatile security definer set search_path = public as $$
declare come_again timestamptz;
begin
  insert into try_count (key, failures, last_at)
    select k, 0, asked_at from unnest(wanted) k order by k on conflict do nothing;
  perform 1 from try_count where key = any(wanted) order by key for update;
  update try_count set failures = 0 where key = any(wanted) and last_at < asked_at - interval '1 day';
  select max(t.last_at + least(power(2, least(t.failures - w.free, 10)), 30) * interval '1 minute') into come_again
    from try_count t join unnest(wanted, free) as w(key, free) on w.key = t.key where t.failures >= w.free;
  if come_again > asked_at then return come_again; end if;
  update try_count set failures = failures + 1, last_at = asked_at where key = any(wanted);
  return null;
end $$;

-- A counted try that was no failure: `forgiven` start anew, `uncounted` get back this one.
create function forgive_tries(forgiven bytea[], uncounted bytea[])
returns void
language sql volatile security definer set search_path = public as $$
  delete from try_count where key = any(forgiven);
  update try_count set failures = greatest(failures - 1, 0) where key = any(uncounted);
$$;

-- What is over and of no more use. The audit stays.
create function forget_past(asked_at timestamptz)
returns void
language sql volatile security definer set search_path = public as $$
  delete from try_count where last_at < asked_at - interval '2 days';
  delete from stranger where at < asked_at - interval '90 days';
  delete from session where expires_at < asked_at or (not remember and last_seen_at < asked_at - interval '3 days');
  delete from password_reset where expires_at < asked_at - interval '30 days';
  delete from system_mail where queued_at < asked_at - interval '90 days';
$$;

-- A sign-in that failed: into the audit of each organisation that knows the address, else among the strangers. One statement each way.
create function record_failed_sign_in(ids uuid[], said_at timestamptz, said_type text, wanted text, from_ip text, agent text, request text)
returns void
language plpgsql volatile security definer set search_path = public as $$
begin
  insert into audit (id, org_id, at, type, user_id, actor, ip, request_id, data)
    select ids[n], o, said_at, said_type, u, jsonb_build_object('kind', 'stranger', 'id', null, 'name', wanted), from_ip, request,
      jsonb_build_object('email', wanted, 'user_agent', agent)
    from (select id as u, org_id as o, row_number() over (order by id) as n from app_user where email = lower(wanted)) known
    where n <= cardinality(ids);
  if not found then
    insert into stranger (id, at, email, ip, user_agent, request_id) values (ids[1], said_at, wanted, from_ip, agent, request);
  end if;
end $$;

create function strangers(max_rows int)
returns setof stranger
language sql stable security definer set search_path = public as
$$ select * from stranger order by at desc, id desc limit max_rows $$;

create function is_set_up()
returns boolean
language sql stable security definer set search_path = public as
$$ select exists (select from app_user where role = 'admin' and active) $$;

-- The first organisation, once: of two that ask together one waits for the other's commit and is then refused.
create function found_first_organisation(new_id uuid, new_slug text, new_name text, said_at timestamptz)
returns boolean
language plpgsql volatile security definer set search_path = public as $$
begin
  perform pg_advisory_xact_lock(hashtext('docket demo'));
  if exists (select from app_user where role = 'admin' and active) then return false; end if;
  insert into org (id, slug, name, created_at) values (new_id,
    case when exists (select from org where slug = new_slug) then new_slug || '-' || right(new_id::text, 6) else new_slug end,
    new_name, said_at);
  return true;
end $$;

-- These two take the place of session_actor and token_actor, which stay for processes of the version before until all are new.
create function session_holder(hash bytea, asked_at timestamptz)
returns table (user_id uuid, org_id uuid, role text, session_id uuid, last_at timestamptz)
language sql stable security definer set search_path = public as $$
  select u.id, u.org_id, u.role, s.id, s.last_seen_at from session s join app_user u on u.id = s.user_id and u.active
  where s.token_hash = hash and s.expires_at > asked_at and (s.remember or s.last_seen_at > asked_at - interval '3 days')
$$;

create function token_holder(hash bytea, asked_at timestamptz)
returns table (user_id uuid, org_id uuid, role text, token_id uuid, scopes text[], last_at timestamptz)
language sql stable security definer set search_path = public as $$
  select u.id, u.org_id, u.role, t.id, t.scopes, t.last_used_at from api_token t join app_user u on u.id = t.user_id and u.active
  where t.token_hash = hash and (t.expires_at is null or t.expires_at > asked_at)
$$;

-- At most once a minute; of many requests at once the first writes and the others find nothing to do.
create function seen(hash bytea, seen_at timestamptz)
returns void
language sql volatile security definer set search_path = public as $$
  with here as (
    update session set last_seen_at = seen_at where token_hash = hash and last_seen_at < seen_at - interval '1 minute' returning user_id
  ), machine as (
    update api_token set last_used_at = seen_at
    where token_hash = hash and (last_used_at is null or last_used_at < seen_at - interval '1 minute') returning user_id
  )
  update app_user set last_seen_at = seen_at where id in (select user_id from here)
$$;

create function invitation_holder(hash bytea, asked_at timestamptz)
returns table (invitation_id uuid, org_id uuid, email text, name text, organisation text)
language sql stable security definer set search_path = public as $$
  select i.id, i.org_id, i.email, i.name, o.name from invitation i join org o on o.id = i.org_id
  where i.token_hash = hash and i.accepted_at is null and i.expires_at > asked_at
$$;

create function reset_holder(hash bytea, asked_at timestamptz)
returns table (reset_id uuid, org_id uuid, user_id uuid, role text)
language sql stable security definer set search_path = public as $$
  select r.id, r.org_id, u.id, u.role from password_reset r join app_user u on u.id = r.user_id and u.active
  where r.token_hash = hash and r.used_at is null and r.expires_at > asked_at
$$;

create function wish_reset(new_id uuid, wanted text, said_at timestamptz)
returns void
language sql volatile security definer set search_path = public as
$$ insert into reset_wish (id, email, asked_at) values (new_id, wanted, said_at) $$;

create function reset_wishes()
returns table (wish_id uuid, asked_at timestamptz, user_id uuid, org_id uuid)
language sql stable security definer set search_path = public as $$
  select w.id, w.asked_at, u.id, u.org_id from (select * from reset_wish order by id limit 200) w left join app_user u on u.email = lower(w.email) and u.active
  order by w.id
$$;

create function reset_wish_done(done_id uuid)
returns void
language sql volatile security definer set search_path = public as
$$ delete from reset_wish where id = done_id $$;

revoke all on function count_try, forgive_tries, forget_past, record_failed_sign_in, strangers, is_set_up, found_first_organisation,
  session_holder, token_holder, seen, invitation_holder, reset_holder, wish_reset, reset_wishes, reset_wish_done from public;
grant execute on function count_try, forgive_tries, forget_past, record_failed_sign_in, strangers, is_set_up, found_first_organisation,
  session_holder, token_holder, seen, invitation_holder, reset_holder, wish_reset, reset_wishes, reset_wish_done to docket_app;
