-- After every tenth of a table that changes PostgreSQL samples its columns. Nothing is ever looked for by these as a whole, and taking them
-- apart was most of what sampling cost, at the very time when much is written.
alter table event alter column actor set statistics 0, alter column data set statistics 0;
alter table message
  alter column to_addresses set statistics 0, alter column cc_addresses set statistics 0, alter column bcc_addresses set statistics 0,
  alter column reply_to_addresses set statistics 0, alter column problems set statistics 0, alter column stitch_evidence set statistics 0,
  alter column verdict set statistics 0, alter column recipient set statistics 0,
  alter column text set statistics 0, alter column reply_text set statistics 0, alter column quoted_text set statistics 0,
  alter column html set statistics 0;
alter table delivery alter column envelope_to set statistics 0, alter column undoes set statistics 0, alter column raw set statistics 0;
alter table occurrence alter column stages set statistics 0, alter column recipient set statistics 0;
alter table raw_mail alter column bytes set statistics 0;
