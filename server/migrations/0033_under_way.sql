-- What is under way is a handful of rows, and is counted with each look for mail that may leave.
create index delivery_under_way on delivery (org_id, mailbox_id) where claimed_until is not null;
-- Nothing looks for waiting mail by organisation alone any more: a sender asks for each mailbox.
drop index delivery_waiting;
