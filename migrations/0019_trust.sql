-- Sign-ups as they came in, until a worker has decided about them. Whatever the address, a sign-up
-- is this one row: what answering takes cannot tell who is subscribed.
create table sign_ups (
  id bigint generated always as identity primary key,
  address text not null check (address <> ''),
  address_key text not null,
  -- Truncated, for the consent record.
  network text not null,
  -- Keyed hash of the network whose budget counts; null where none does: local mode, this machine.
  client bytea,
  -- What speaks for a person: a proof of work, a form that was open for a while, or nothing.
  vouched text not null check (vouched in ('proof', 'form', 'nothing')),
  signed_up_at timestamptz not null
);
create index on sign_ups (client);

-- What has been spent of a budget: one row for each mail or try, kept for as long as it counts.
-- A bucket is the keyed hash of an address, a network or a domain.
create table budget_marks (
  bucket bytea not null,
  spent_at timestamptz not null,
  ends_at timestamptz not null
);
create index on budget_marks (bucket, spent_at);
create index on budget_marks (ends_at);

-- How often a code was tried for an address, by its keyed hash: counted one after the other, however many try at once.
create table code_tries (
  bucket bytea primary key,
  tries integer not null,
  ends_at timestamptz not null
);
create index on code_tries (ends_at);

-- Proofs of work that were handed in: each counts once.
create table used_proofs (
  signature bytea primary key,
  ends_at timestamptz not null
);
create index on used_proofs (ends_at);

-- Why confirmation mails are held short, and until when.
create table sign_up_pressure (
  why text primary key check (why in ('volume', 'share')),
  since timestamptz not null,
  until timestamptz not null
);

-- The unconfirmed are told once more. `moves_id`: the subscription that moves to this address.
alter table confirmation_requests
  add column remind_at timestamptz,
  add column reminder_owed boolean not null default false,
  add column moves_id bigint references subscribers on delete cascade;
create index on confirmation_requests (requested_at);
create index on consents (given_at) where confirmed_at is null;
create index on confirmation_requests (remind_at) where remind_at is not null;
create index on confirmation_requests (id) where reminder_owed;
create index on confirmation_requests (moves_id) where moves_id is not null;

-- A fresh link to what needs more than an old mail: export, erasing, another address. Kept like a
-- request to confirm: nonce and hash, no token.
create table account_links (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  nonce bytea not null,
  token_hash bytea not null unique,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  mail_owed boolean not null default true
);
create index on account_links (subscriber_id);
create index on account_links (id) where mail_owed;

-- What is left of an erased address: a keyed hash, against importing it anew, and a suppression
-- that only the operator may lift.
alter table subscribers
  add column erased_hash bytea unique,
  -- The owner of an active address is told that somebody signed it up.
  add column told_owed boolean not null default false,
  drop constraint subscribers_check;
alter table subscribers
  add constraint subscribers_suppressed_check
    check (case state when 'suppressed' then suppression is not null when 'erased' then true else suppression is null end),
  add constraint subscribers_erased_check check ((state = 'erased') = (erased_hash is not null));
create index subscribers_to_tell on subscribers (id) where told_owed;
create index subscribers_pending on subscribers (created_at) where state = 'pending';

-- The key of those hashes. It is of this installation and never changes: SECRET_KEY may be rotated,
-- and what somebody asked to have forgotten stays forgotten.
alter table installation
  add column erasure_key bytea not null
    default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

alter table notices
  add column account_link_id bigint references account_links on delete cascade,
  drop constraint notices_kind_check,
  drop constraint notices_check;
alter table notices
  add constraint notices_kind_check check (
    kind in ('confirmation', 'reminder', 'already_subscribed', 'account', 'welcome', 'draft', 'alarm')),
  add constraint notices_request_check check ((kind in ('confirmation', 'reminder')) = (request_id is not null)),
  add constraint notices_account_check check ((kind = 'account') = (account_link_id is not null));
create index on notices (request_id) where request_id is not null;
create index on notices (account_link_id) where account_link_id is not null;
