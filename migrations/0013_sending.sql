-- First tries are claimed in ranges of a wave and by nobody's row; a table of its own has what is
-- claimed by itself. So planning writes a delivery once, and sending it changes its row once.

create table waves (
  edition_id integer not null references editions,
  -- The deliveries of the edition with this due time.
  due_at timestamptz not null,
  expires_at timestamptz not null,
  -- Up to this subscriber's its deliveries are claimed.
  after_id bigint not null default 0,
  primary key (edition_id, due_at)
);

-- What one worker has claimed: a range of a wave, or the single deliveries and notices that bear its id.
-- The row is the lease: who deletes it, its holder or the sweep, says what became of the mails.
alter sequence leases rename to lease_numbers;
create table leases (
  -- The fencing token: who claims later has the higher number.
  id bigint primary key,
  ledger text not null check (ledger in ('deliveries', 'notices')),
  edition_id integer references editions,
  -- What the range is sent as; where its worker dies, what the mails in doubt were sent as.
  revision integer,
  due_at timestamptz,
  first_id bigint,
  last_id bigint,
  -- null: given back, to be claimed anew.
  until timestamptz,
  check ((edition_id is null) = (due_at is null) and (edition_id is null) = (revision is null)),
  check ((edition_id is null) = (first_id is null) and (edition_id is null) = (last_id is null)),
  check (until is not null or edition_id is not null)
);
create index on leases (edition_id);

create table single_deliveries (
  edition_id integer not null,
  subscriber_id bigint not null,
  -- 'infinity': in doubt, and held for the operator.
  due_at timestamptz not null,
  lease bigint,
  -- The lease that ended with it in doubt: a journal that is found later may know better.
  doubted_lease bigint,
  primary key (edition_id, subscriber_id)
);
create index single_deliveries_owed on single_deliveries (due_at) where lease is null;
create index single_deliveries_leased on single_deliveries (lease) where lease is not null;
create index single_deliveries_doubted on single_deliveries (doubted_lease) where doubted_lease is not null;

-- Each try, as the relay answered it. Never changed but for a reader who is erased.
create table attempts (
  edition_id integer not null,
  subscriber_id bigint not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('accepted', 'refused', 'deferred', 'in_doubt', 'expired')),
  -- What kind of answer it was: services/mail/replies. null: accepted, or none came.
  reply_class text,
  -- With the address replaced.
  reply text,
  -- Which of the relays of SMTP_URL, from 0.
  relay smallint,
  -- What the relay calls the mail, from its 250.
  relay_id text
) partition by list (edition_id);
create index on attempts (subscriber_id);
-- What went wrong last, among millions that went well.
create index on attempts (at) where outcome <> 'accepted';

do $$
declare edition integer;
begin
  for edition in select distinct edition_id from deliveries loop
    execute format('create table %I partition of attempts for values in (%s)', 'attempts_' || edition, edition);
  end loop;
end $$;

-- What older versions left: each mail by itself, and what was handed is in doubt.
insert into attempts (edition_id, subscriber_id, at, outcome, reply)
select edition_id, subscriber_id, coalesce(settled_at, due_at), state, reply from deliveries
where reply is not null and state in ('accepted', 'refused', 'deferred', 'in_doubt', 'expired');
insert into single_deliveries (edition_id, subscriber_id, due_at)
select edition_id, subscriber_id, due_at from deliveries where state in ('planned', 'claimed', 'handed', 'deferred', 'in_doubt');
update deliveries set state = case state when 'claimed' then 'planned' else 'in_doubt' end, doubts = doubts + (state = 'handed')::int
where state in ('claimed', 'handed');

drop index deliveries_owed;
drop index deliveries_leased;
drop index deliveries_subscriber_id_idx;
alter table deliveries
  drop column lease, drop column lease_until, drop column reply,
  drop constraint deliveries_pkey,
  -- By subscriber: within a partition it serves both a range and "what was this reader sent".
  add primary key (subscriber_id, edition_id),
  drop constraint deliveries_state_check,
  add constraint deliveries_state_check check (state in (
    'planned', 'accepted', 'refused', 'deferred', 'in_doubt', 'expired', 'withdrawn', 'cancelled'));

drop index notices_owed;
drop index notices_leased;
update notices set state = case state when 'claimed' then 'planned' else 'in_doubt' end, doubts = doubts + (state = 'handed')::int
where state in ('claimed', 'handed');
alter table notices
  drop column lease_until,
  drop constraint notices_state_check,
  add constraint notices_state_check check (state in (
    'planned', 'accepted', 'refused', 'deferred', 'in_doubt', 'expired', 'withdrawn')),
  add column doubted_lease bigint;
update notices set lease = null;
create index notices_owed on notices (due_at) where state in ('planned', 'deferred', 'in_doubt') and lease is null;
create index notices_leased on notices (lease) where lease is not null;
create index notices_doubted on notices (doubted_lease) where doubted_lease is not null;

alter table editions
  drop constraint editions_state_check,
  add constraint editions_state_check check (state in ('frozen', 'sending', 'paused', 'sent', 'cancelled')),
  -- The edition that was planned before this one had ended: its delivery to a reader ends this one's.
  add column superseded_by integer references editions;

-- Workers hold mails that are claimed and not handed. They let go of those that this changes, at once.
create function recall_edition() returns trigger language plpgsql as $$
begin
  perform pg_notify('recall', 'edition ' || new.id);
  return null;
end $$;
create trigger recall_edition after update of state, revision on editions for each row
  when (old.state is distinct from new.state or old.revision is distinct from new.revision)
  execute function recall_edition();

create function recall_reader() returns trigger language plpgsql as $$
begin
  perform pg_notify('recall', 'reader ' || new.id);
  return null;
end $$;
create trigger recall_reader after update of state, address on subscribers for each row
  when ((old.state is distinct from new.state and new.state <> 'active') or old.address is distinct from new.address)
  execute function recall_reader();
