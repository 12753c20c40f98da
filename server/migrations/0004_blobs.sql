-- An attachment's decoded bytes, filed as a blob of their own; until then they are read out of the raw mail.
alter table attachment add column blob boolean not null default false;
-- Why it will never have one: a sentence. The raw mail is all there is of it then.
alter table attachment add column blob_fault text;
create index attachment_unfiled on attachment (org_id, message_id, position) where not blob and blob_fault is null;
create index attachment_filed on attachment (org_id, sha256) where blob;

create policy owner_reads on attachment for select to docket_owner using (true);
create function orgs_with_unfiled_attachments()
returns table (org_id uuid)
language sql stable security definer set search_path = public as
$$ select distinct org_id from attachment where not blob and blob_fault is null $$;
revoke all on function orgs_with_unfiled_attachments from public;
grant execute on function orgs_with_unfiled_attachments to docket_app;

-- One row about this installation as a whole; no organisation owns it, so no policy stands before it.
create table installation (
  one boolean primary key default true check (one),
  -- Sealed with the encryption key at the first start: a key that cannot open it is another key.
  probe text,
  backed_up_at timestamptz
);
insert into installation default values;
grant select, update on installation to docket_app;
