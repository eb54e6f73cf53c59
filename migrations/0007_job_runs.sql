-- The last run of each job: what an operator asks first.
create table job_runs (
  job text primary key,
  finished_at timestamptz not null,
  error text,
  failed_at timestamptz
);
