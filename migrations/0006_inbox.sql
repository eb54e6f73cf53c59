-- Mails of the built-in inbox (local mode): what its SMTP server took, before it answered 250.
create table inbox_messages (
  id bigint generated always as identity primary key,
  recipient text not null,
  subject text not null,
  received_at timestamptz not null,
  source bytea not null
);
