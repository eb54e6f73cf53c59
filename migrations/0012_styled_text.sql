-- Title and abstract with their subscripts, emphasis, code and links: [{"text": "0.5", "kind": "sub"}].
-- null: the plain text is all there is to show. Written together with it, by papers/clean-text/styled-text.
alter table papers
  add column title_runs jsonb,
  add column abstract_runs jsonb;

-- Papers with a formula that nobody here can read, shown as it came: few, and counted at each look at the metrics.
create index papers_unread_formula on papers (id) where merged_into is null and (
  title_runs @? '$[*] ? (@.kind == "code" && @.text like_regex "[$].+[$]|\\\\[(\\[]")'
  or abstract_runs @? '$[*] ? (@.kind == "code" && @.text like_regex "[$].+[$]|\\\\[(\\[]")'
);
