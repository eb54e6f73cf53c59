-- A curator's hold on the edition of a feed day: it is not frozen before it is released.
create table edition_holds (
  feed_day date primary key,
  held_by text not null check (held_by <> ''),
  held_at timestamptz not null,
  reason text check (reason <> ''),
  released_at timestamptz
);

-- What the curator was shown before the freeze of a feed day. One a day: who inserts it sends it.
create table drafts (
  feed_day date primary key,
  freeze_at timestamptz not null,
  candidates integer not null check (candidates >= 0),
  -- The first of the list in words, as it stood then: every try of the mail is to say the same.
  papers jsonb not null,
  -- Who held the edition by then.
  held_by text,
  made_at timestamptz not null
);

-- A draft is to nobody in subscribers: where it goes stands in the configuration alone.
alter table notices alter column subscriber_id drop not null;
alter table notices add column draft_day date unique references drafts;
alter table notices drop constraint notices_kind_check;
alter table notices
  add constraint notices_kind_check check (kind in ('confirmation', 'welcome', 'draft')),
  add check ((kind = 'draft') = (draft_day is not null)),
  add check ((kind = 'draft') = (subscriber_id is null));
