create table subscribers (
  id bigint generated always as identity primary key,
  -- Exactly what goes into the envelope. null once erased.
  address text check (address <> ''),
  -- The address in lower case: one person, one row.
  address_key text unique,
  state text not null check (state in ('pending', 'active', 'paused', 'unsubscribed', 'suppressed', 'erased')),
  suppression text check (suppression in ('bounce', 'complaint', 'not_me', 'operator')),
  created_at timestamptz not null,
  state_changed_at timestamptz not null,
  -- When an unsubscription can no longer be undone from its page.
  undo_until timestamptz,
  -- Set with the confirmation, taken when the welcome is planned: nothing between the two is lost.
  welcome_owed boolean not null default false,
  check ((state = 'suppressed') = (suppression is not null)),
  check ((state = 'erased') = (address is null)),
  check ((address is null) = (address_key is null))
);
-- Planning reads the audience in one pass.
create index subscribers_active on subscribers (id) where state = 'active';
create index subscribers_to_welcome on subscribers (id) where welcome_owed;

-- Why we may write to somebody: the form that was sent and confirmed, or an import's stated source.
create table consents (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  source text not null check (source in ('form', 'import')),
  -- What the person agreed to, word for word, or where the operator says the consent was given.
  statement text not null,
  given_at timestamptz not null,
  -- The network the form came from, truncated: /24 or /48.
  network text,
  confirmed_at timestamptz
);
create index on consents (subscriber_id);

-- A request to confirm. The token is an HMAC over id and nonce, so that a retry of the
-- mail writes the same link; only nonce and hash are kept.
create table confirmation_requests (
  id bigint generated always as identity primary key,
  subscriber_id bigint not null references subscribers on delete cascade,
  consent_id bigint not null references consents on delete cascade,
  nonce bytea not null,
  token_hash bytea not null unique,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  -- Until the notice that carries the link is planned.
  mail_owed boolean not null default true
);
create index on confirmation_requests (subscriber_id, requested_at);
create index confirmation_requests_to_mail on confirmation_requests (id) where mail_owed;
