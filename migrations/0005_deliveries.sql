-- One edition to one subscriber. Partitioned by edition, so that old editions go by being
-- dropped. No foreign key to subscribers: a million of them are planned in one statement.
create table deliveries (
  edition_id integer not null,
  subscriber_id bigint not null,
  -- What is or will be sent; follows the edition's revision until the mail is handed over.
  revision integer not null,
  state text not null default 'planned' check (state in (
    'planned', 'claimed', 'handed', 'accepted', 'refused', 'deferred', 'in_doubt', 'expired', 'withdrawn', 'cancelled')),
  -- Bitmap over the pool, bit 0 of byte 0 first; null: the first papers of the pool.
  selection bytea check (octet_length(selection) <= 32),
  -- The Date header: the same on every try.
  dated_at timestamptz not null,
  due_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null default 0,
  -- How often it ended without our knowing whether it was accepted. From then on its bytes never change.
  doubts smallint not null default 0,
  lease bigint,
  lease_until timestamptz,
  -- What the relay said last, with the address replaced.
  reply text,
  settled_at timestamptz,
  primary key (edition_id, subscriber_id)
) partition by list (edition_id);
create index deliveries_owed on deliveries (due_at) where state in ('planned', 'deferred', 'in_doubt');
create index deliveries_leased on deliveries (lease_until) where state in ('claimed', 'handed');
create index on deliveries (subscriber_id);

-- One mail that is not an edition, to one subscriber: confirmation or welcome. Same states.
create table notices (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  kind text not null check (kind in ('confirmation', 'welcome')),
  request_id bigint references confirmation_requests on delete cascade,
  state text not null default 'planned' check (state in (
    'planned', 'claimed', 'handed', 'accepted', 'refused', 'deferred', 'in_doubt', 'expired', 'withdrawn')),
  dated_at timestamptz not null,
  due_at timestamptz not null,
  expires_at timestamptz not null,
  tries smallint not null default 0,
  -- How often it ended without our knowing whether it was accepted. From then on its bytes never change.
  doubts smallint not null default 0,
  lease bigint,
  lease_until timestamptz,
  reply text,
  settled_at timestamptz,
  check ((kind = 'confirmation') = (request_id is not null))
);
create index notices_owed on notices (due_at) where state in ('planned', 'deferred', 'in_doubt');
create index notices_leased on notices (lease_until) where state in ('claimed', 'handed');
create index on notices (subscriber_id);

-- Fencing tokens: who claims later has the higher number.
create sequence leases;
