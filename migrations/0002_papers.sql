create table papers (
  id bigint generated always as identity primary key,
  arxiv_id text unique check (arxiv_id ~ '^[0-9]{4}\.[0-9]{4,5}$|^[a-z.-]+/[0-9]{7}$'),
  title text not null check (title <> ''),
  -- The title without case, spaces and punctuation: the same work under two sources.
  title_key text not null unique check (title_key <> ''),
  authors text[] not null default '{}',
  abstract text,
  summary text,
  -- Year and month where the day is unknown: YYYY-MM or YYYY-MM-DD.
  published_on text check (published_on ~ '^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$'),
  code_url text check (code_url ~ '^https?://'),
  project_url text check (project_url ~ '^https?://'),
  topics text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- A paper on a source's list of one feed day. It may be on two days' lists.
create table paper_listings (
  paper_id bigint not null references papers on delete cascade,
  feed_day date not null,
  source text not null,
  -- Place on the list, from 1.
  position integer not null check (position > 0),
  -- null: the source tells no votes, which is not the same as none.
  votes integer check (votes >= 0),
  first_seen_at timestamptz not null,
  primary key (feed_day, source, paper_id)
);
create index on paper_listings (paper_id);
