-- Whom a delivery came from on the network, and what was found out about its sender: the facts here, what people see of them with the
-- message.
alter table occurrence add column peer_ip text;
alter table occurrence add column peer_helo text;
alter table occurrence add column authentication jsonb;
alter table message add column authentication jsonb;
