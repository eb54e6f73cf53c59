-- One edition a feed day. The sample edition has no day and takes no place in the key.
create table editions (
  id integer generated always as identity primary key,
  feed_day date unique,
  -- The revision that is current: what is planned and shown.
  revision integer not null default 1 check (revision > 0),
  state text not null check (state in ('frozen', 'sending', 'sent', 'cancelled')),
  -- Its deliveries fall due from here. null: assembled by hand and not yet to be sent.
  due_at timestamptz,
  frozen_at timestamptz not null,
  -- How many deliveries there are: all of them final makes the edition sent.
  expected integer not null default 0 check (expected >= 0),
  completed_at timestamptz
);
create unique index editions_sample on editions ((true)) where feed_day is null;

-- What was frozen, as compiled: byte segments of the mail with slots for the personal parts.
create table edition_revisions (
  edition_id integer not null references editions,
  revision integer not null,
  subject text not null,
  -- How many papers a reader without topics gets: the first of the pool.
  selected integer not null check (selected > 0),
  candidates integer not null check (candidates >= selected),
  renderer text not null,
  html_head bytea not null,
  html_tail bytea not null,
  text_head bytea not null,
  text_tail bytea not null,
  content_hash bytea not null,
  frozen_at timestamptz not null,
  primary key (edition_id, revision)
);

-- The ranked pool of a revision, from position 0.
create table edition_papers (
  edition_id integer not null,
  revision integer not null,
  position smallint not null check (position between 0 and 199),
  -- null in the sample edition, whose papers are not in the database.
  paper_id bigint references papers,
  title text not null,
  reason text not null,
  html_block bytea not null,
  text_block bytea not null,
  primary key (edition_id, revision, position),
  foreign key (edition_id, revision) references edition_revisions
);
create index on edition_papers (paper_id);

-- Each DIGEST_TIME that was owed, and what became of it.
create table freezes (
  planned_at timestamptz primary key,
  outcome text not null check (outcome in ('frozen', 'quiet', 'missed', 'failed')),
  feed_day date,
  edition_id integer references editions,
  reason text not null,
  settled_at timestamptz not null
);
