-- What the operator is to know. Who raises an alarm names it by a key: once each, whoever sees it.
create table alarms (
  id bigint generated always as identity primary key,
  key text not null unique check (key <> ''),
  kind text not null check (kind ~ '^[a-z]+(_[a-z]+)*$'),
  -- Without addresses and secrets: it is mailed, posted, logged and shown.
  text text not null check (text <> ''),
  raised_at timestamptz not null default now(),
  -- Until it is logged, and its mail and its call are planned.
  announced boolean not null default false
);
create index alarms_to_announce on alarms (id) where not announced;
create index on alarms (raised_at);

-- Requests owed to the operator's own addresses: an alarm is posted to ALERT_WEBHOOK; HEARTBEAT_URL
-- is requested for an edition that completed and for a freeze that found its day quiet. The addresses
-- stand in the configuration alone.
create table calls (
  -- What it tells of: 'alarm 12', 'edition 7', 'freeze 2026-11-24T08:00:00Z'. One each.
  about text primary key check (about <> ''),
  target text not null check (target in ('webhook', 'heartbeat')),
  alarm_id bigint unique references alarms on delete cascade,
  -- answered: with 2xx. withdrawn: there is no address to call.
  state text not null default 'owed' check (state in ('owed', 'answered', 'given_up', 'withdrawn')),
  -- The next try; while one is under way, when another process may take it up.
  due_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null default 0,
  -- Why the last try was no success.
  reason text,
  settled_at timestamptz,
  check ((target = 'webhook') = (alarm_id is not null)),
  check ((state = 'owed') = (settled_at is null))
);
create index calls_owed on calls (due_at) where state = 'owed';

-- An alarm is mailed as a notice to nobody in subscribers, as a draft is.
alter table notices add column alarm_id bigint unique references alarms on delete cascade;
alter table notices
  drop constraint notices_kind_check,
  drop constraint notices_check2;
alter table notices
  add constraint notices_kind_check check (kind in ('confirmation', 'welcome', 'draft', 'alarm')),
  add constraint notices_alarm_check check ((kind = 'alarm') = (alarm_id is not null)),
  add constraint notices_nobody_check check ((kind in ('draft', 'alarm')) = (subscriber_id is null));

-- Readers who are erased leave their deliveries under numbers that name nobody: -1, -2, ...
create sequence forgotten_readers increment -1;
