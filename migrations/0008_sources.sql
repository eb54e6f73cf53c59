-- What live sources tell of a paper beside its text.
alter table papers
  add column doi text unique check (doi ~ '^10\.[0-9]{4,9}/\S+$'),
  add column organization text,
  -- The newest version arXiv announced; a new one is never a new paper.
  add column version smallint not null default 1 check (version > 0),
  add column withdrawn_at timestamptz,
  -- One sentence written by a machine at the source, shown with that label.
  add column machine_summary text,
  add column discussion_url text check (discussion_url ~ '^https?://'),
  -- Whose title and abstract these are: a better source replaces a worse one, never the other way.
  add column text_source text not null default 'import' check (text_source in ('import', 'huggingface', 'arxiv', 'curator')),
  -- The paper that this one turned out to be: its lists, figures and names went there, and it
  -- stays for the editions that name it.
  add column merged_into bigint references papers;

alter table papers drop constraint papers_title_key_key;
create unique index papers_title_key on papers (title_key) where merged_into is null;
create index papers_merged on papers (merged_into) where merged_into is not null;

-- Other names of a paper: titles it had, ids and DOIs under which the same work was also
-- published. Who comes by one of them is this paper and no new one.
create table paper_names (
  name text primary key check (name ~ '^(arxiv|doi|title):.'),
  paper_id bigint not null references papers on delete cascade
);
create index on paper_names (paper_id);

-- What a source said of a paper at one moment: votes move for weeks, and only what was
-- written down can tell how fast. null is "not told", which is not zero.
create table paper_snapshots (
  paper_id bigint not null references papers on delete cascade,
  seen_at timestamptz not null,
  votes integer check (votes >= 0),
  comments integer check (comments >= 0),
  stars integer check (stars >= 0),
  -- The repository the stars are of: stars of another one are no growth.
  code_url text,
  -- Place on the source's own trending list, from 1.
  source_rank integer check (source_rank > 0),
  primary key (paper_id, seen_at)
);
create index on paper_snapshots (seen_at);

-- Every reading of a source: what an operator asks when a day looks thin.
create table source_readings (
  id bigint generated always as identity primary key,
  source text not null,
  feed_day date not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  outcome text not null check (outcome in ('read', 'not_open', 'failed')),
  -- The last page was read.
  complete boolean not null,
  items integer not null check (items >= 0),
  -- Papers that this reading put on the day's list for the first time; for a source without
  -- lists those that were not known.
  added integer not null check (added >= 0),
  -- Items left out, by reason: {"no id": 2}
  refused jsonb not null default '{}',
  reason text
);
create index on source_readings (source, feed_day, finished_at);

-- The curator's hand: pins outrank the score, drops are final.
create table curations (
  id bigint generated always as identity primary key,
  paper_id bigint not null references papers on delete cascade,
  act text not null check (act in ('add', 'pin', 'drop')),
  curator text not null check (curator <> ''),
  note text,
  at timestamptz not null
);
create index on curations (paper_id);
