-- The number of a ticket comes from a row that is locked until the commit, so everybody who opens a ticket waits for whoever does it now.
-- With this one checked at the commit, a ticket's first words are written before that lock is taken.
alter table message alter constraint message_ticket_id_fkey deferrable initially deferred;
