-- Search over all papers, and what pages, feeds and replays are made from.

-- Of PostgreSQL's own extensions; "trusted", so the owner of the database may create it.
create extension if not exists pg_trgm;

-- Without case, accents and typography: "Schölkopf" is found as scholkopf, "x₁₀" as x10. unaccent
-- would be an extension more, and is not immutable.
create or replace function papers_folded(text) returns text
  language sql immutable parallel safe strict as $$
    select translate(lower(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')), 'łøđıŁØĐ', 'lodilod')
  $$;

-- What a paper is found by: title and ids before authors, authors before topics, topics before texts.
-- One dictionary for all of it, because a search may mix a name with a word of a title.
create or replace function papers_document(
  title text, arxiv_id text, doi text, authors text[], topics text[], organization text, summary text, abstract text
) returns tsvector language sql immutable parallel safe as $$
    select setweight(to_tsvector('pg_catalog.english', public.papers_folded(concat_ws(' ', left(title, 2000), arxiv_id, doi))), 'A')
      || setweight(to_tsvector('pg_catalog.english', public.papers_folded(left(array_to_string(authors, ' . '), 50000))), 'B')
      || setweight(to_tsvector('pg_catalog.english',
           public.papers_folded(left(concat_ws(' . ', array_to_string(topics, ' . '), organization), 2000))), 'C')
      || setweight(to_tsvector('pg_catalog.english',
           public.papers_folded(concat_ws(' . ', left(summary, 10000), left(abstract, 50000)))), 'D')
  $$;

alter table papers add column search tsvector generated always as (
  papers_document(title, arxiv_id, doi, authors, topics, organization, summary, abstract)
) stored;
create index papers_search on papers using gin (search);

-- The words of titles, authors and topics as they are written, to find the one that a mistyped word
-- meant. Sorts before `papers`, which a restore loads next: the trigger then finds its words there.
create table paper_words (
  word text primary key
);
create index paper_words_alike on paper_words using gin (word gin_trgm_ops);

create or replace function papers_words(title text, authors text[], topics text[], organization text)
  returns setof text language sql immutable parallel safe as $$
    select word from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', public.papers_folded(
      left(concat_ws(' . ', title, array_to_string(authors, ' . '), array_to_string(topics, ' . '), organization), 60000)
    )))) word
    where length(word) between 4 and 40 and word !~ '^[0-9]'
  $$;

-- In order and by one transaction at a time: whoever writes papers holds lockPapers.
create or replace function note_paper_words() returns trigger language plpgsql as $$
begin
  insert into public.paper_words (word)
  select distinct w from fresh f, public.papers_words(f.title, f.authors, f.topics, f.organization) w order by w
  on conflict do nothing;
  return null;
end $$;
create trigger papers_words_added after insert on papers
  referencing new table as fresh for each statement execute function note_paper_words();
create trigger papers_words_changed after update on papers
  referencing new table as fresh for each statement execute function note_paper_words();

insert into paper_words (word)
select distinct w from papers p, papers_words(p.title, p.authors, p.topics, p.organization) w;

-- The transaction that last changed what pages and feeds show: they are kept until it is another.
create table content_version (
  only_row boolean primary key default true check (only_row),
  changed_by bigint not null
);
insert into content_version (changed_by) values (0);

-- At commit, so that the row is held for no longer than that and nobody waits with it in hand.
create or replace function note_content_change() returns trigger language plpgsql as $$
begin
  update public.content_version set changed_by = pg_current_xact_id()::text::bigint
  where changed_by <> pg_current_xact_id()::text::bigint;
  return null;
end $$;
do $$
declare shown text;
begin
  foreach shown in array array['papers', 'paper_listings', 'paper_snapshots', 'curations', 'editions', 'edition_revisions'] loop
    execute format(
      'create constraint trigger %I after insert or update or delete on %I deferrable initially deferred
       for each row execute function note_content_change()', shown || '_shown', shown);
    execute format(
      'create trigger %I after truncate on %I for each statement execute function note_content_change()', shown || '_emptied', shown);
  end loop;
end $$;

-- What a revision was made from, as it was then: papers change, and a replay is of what was sent.
-- null: frozen by a version that did not keep it.
alter table edition_revisions add column inputs jsonb;

-- The paper's part of the edition's entry in the feeds, and the topics whose feeds it is in.
alter table edition_papers
  add column feed_block text,
  add column topics text[] not null default '{}';
