-- A paper's block in three layouts, of which its place in a reader's own selection chooses: the
-- first in full (html_block, text_block), then in brief, then as a title. null: compiled before
-- there were layouts, in full at every place.
alter table edition_papers
  add column html_brief bytea,
  add column text_brief bytea,
  add column html_title bytea,
  add column text_title bytea,
  add check ((html_brief is null) = (text_brief is null)),
  add check ((html_brief is null) = (html_title is null)),
  add check ((html_brief is null) = (text_title is null));

-- What stands above the papers in brief and above those that are titles.
alter table edition_headings drop constraint edition_headings_kind_check;
alter table edition_headings
  add constraint edition_headings_kind_check check (kind in ('brief', 'title', 'late_riser', 'correction'));

-- Whether a subject was used before.
create index edition_revisions_subject on edition_revisions (subject);
