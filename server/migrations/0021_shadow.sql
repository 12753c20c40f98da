-- Shadow mode: mail comes in and nothing leaves. What came before the end of it is not acknowledged afterwards either.
alter table mailbox add column shadow_since timestamptz;
alter table mailbox add column shadow_ended_at timestamptz;
alter table connection add column paused_by_user_id uuid;

-- The history of one mailbox: when it was connected, broke, healed.
create index event_mailbox on event (org_id, (data->>'mailboxId'), seq) where type in ('connection.broken', 'connection.changed');
