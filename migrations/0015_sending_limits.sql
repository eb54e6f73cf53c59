-- What all workers obey together.

-- The next free slot of each rate, by PostgreSQL's clock: '*' is everything, else a receiving domain. Unlogged:
-- a crash empties it, and the next slot is then now, as after any pause.
create unlogged table rate_slots (
  bucket text primary key,
  next_at timestamptz not null
);

-- Where nothing is sent for a while: a receiving domain, or '*', the relay.
create table sending_pauses (
  scope text primary key,
  -- rate: it said that we are too fast. policy: it does not want our mails. relay: the relay or our settings.
  why text not null check (why in ('rate', 'policy', 'relay', 'unreachable')),
  -- How often it was prolonged or came back soon.
  level integer not null default 0,
  since timestamptz not null,
  until timestamptz not null,
  -- What was answered last, without addresses.
  reply text not null,
  -- While one mail finds out whether it is over: another may go after this.
  probe_until timestamptz,
  -- null: not over before a mail got through.
  ended_at timestamptz
);

-- What a new sending domain has been granted of a day's ceiling.
create table ramp_days (
  day date not null,
  domain text not null,
  granted integer not null check (granted >= 0),
  -- The last of the grants: what the worker that asked for it may use.
  last_grant integer not null,
  primary key (day, domain)
);
