-- A freeze whose day is not complete waits for it, until DIGEST_DEADLINE.
alter table freezes drop constraint freezes_outcome_check;
alter table freezes
  add constraint freezes_outcome_check check (outcome in ('held', 'frozen', 'quiet', 'missed', 'failed')),
  -- Since when it was held; null where it never was.
  add column held_at timestamptz;
