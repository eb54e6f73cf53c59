/**
 * Columns that hold nothing about readers: papers and their authors, who are named in public, editions, the
 * operator's own acts, counters. By table.
 */
export const columnsAboutNobody: Readonly<Record<string, string>> = {
  alarms: 'announced id key kind raised_at text',
  calls: 'about alarm_id due_at expires_at reason settled_at state target tries',
  content_version: 'changed_by only_row',
  curations: 'act at curator id note paper_id',
  drafts: 'candidates feed_day freeze_at held_by made_at papers',
  edition_extras: 'edition_id html_block kind of_edition_id paper_id reason revision slot text_block',
  edition_headings: 'edition_id html_block kind revision text_block',
  edition_holds: 'feed_day held_at held_by reason released_at',
  edition_papers:
    'edition_id feed_block html_block html_brief html_title paper_id position reason revision text_block text_brief text_title title topics',
  edition_revisions:
    'candidates content_hash edition_id frozen_at html_head html_tail inputs renderer revision selected subject text_head text_tail',
  editions: 'completed_at due_at expected feed_day frozen_at id revision state superseded_by',
  freezes: 'edition_id feed_day held_at outcome planned_at reason settled_at',
  installation: 'created_at erasure_key only_row',
  job_runs: 'error failed_at finished_at job',
  leases: 'due_at edition_id id ledger revision until',
  notices: 'alarm_id draft_day',
  paper_listings: 'feed_day first_seen_at paper_id position source votes',
  paper_names: 'name paper_id',
  paper_snapshots: 'code_url comments paper_id seen_at source_rank stars votes',
  paper_words: 'word',
  papers:
    'abstract abstract_runs arxiv_id authors code_url created_at discussion_url doi id machine_summary merged_into organization project_url published_on search summary text_source title title_key title_runs topics updated_at version withdrawn_at',
  ramp_days: 'day domain granted last_grant',
  rate_slots: 'bucket next_at',
  sending_pauses: 'ended_at level probe_until reply scope since until why',
  sign_up_pressure: 'since until why',
  source_readings: 'added complete feed_day finished_at id items outcome reason refused source started_at',
  used_proofs: 'ends_at signature',
  waves: 'due_at edition_id expires_at'
}
