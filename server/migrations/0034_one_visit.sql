-- The ways to the consent page of a provider and back stand in one table, whichever provider it is. One to Nylas that is open while this
-- runs is lost: it would have lasted for minutes, and whoever comes back on it is told to begin again.
alter table oauth_visit add column provider text not null default 'gmail' check (provider in ('gmail', 'nylas'));
alter table oauth_visit alter column provider drop default;
drop table nylas_start;
