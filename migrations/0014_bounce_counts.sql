-- Refusals of one reader's editions that are no proof by themselves: a full mailbox, one that is
-- switched off, an unknown reason. Only who was refused has a row. It counts while no edition was
-- accepted after `counted_on` and the subscriber's state has not changed since `counted_at`.
create table bounce_counts (
  subscriber_id bigint primary key references subscribers on delete cascade,
  -- Editions in a row whose mailbox was full, or refused for no known reason.
  soft smallint not null,
  -- The feed day of the first of them.
  soft_since date,
  -- The feed day of the newest edition for which the mailbox was switched off.
  disabled_on date,
  -- The feed day of the newest edition counted at all: each counts once.
  counted_on date not null,
  counted_at timestamptz not null,
  check ((soft = 0) = (soft_since is null))
);
