-- One row: when this database was made. The first freeze owed is the first DIGEST_TIME after it.
create table installation (
  only_row boolean primary key default true check (only_row),
  created_at timestamptz not null default now()
);
insert into installation default values;
