-- What stands in an edition after its papers, for those readers whom it concerns: late risers
-- and corrections, frozen with the revision like the pool.
create table edition_headings (
  edition_id integer not null,
  revision integer not null,
  kind text not null check (kind in ('late_riser', 'correction')),
  html_block bytea not null,
  text_block bytea not null,
  primary key (edition_id, revision, kind),
  foreign key (edition_id, revision) references edition_revisions
);

create table edition_extras (
  edition_id integer not null,
  revision integer not null,
  slot smallint not null check (slot between 0 and 55),
  kind text not null,
  paper_id bigint not null references papers,
  -- The earlier edition: whose pool the late riser was in, or which readers were sent the withdrawn paper in.
  of_edition_id integer not null references editions,
  -- The line under the title: why it is here.
  reason text not null,
  html_block bytea not null,
  text_block bytea not null,
  primary key (edition_id, revision, slot),
  foreign key (edition_id, revision, kind) references edition_headings
);
create index on edition_extras (paper_id);

-- What each bit of a delivery's selection stands for: 0 to 199 the pool, 200 to 255 the slots of
-- the extras; and whether a delivery without a selection has it. A paper that turned out to be
-- another one is that other one here.
create view edition_places as
  select ep.edition_id, ep.revision, ep.position::integer as bit, 'pool' as kind,
    coalesce(p.merged_into, p.id) as paper_id, ep.position < r.selected as by_default
  from edition_papers ep
  join edition_revisions r on r.edition_id = ep.edition_id and r.revision = ep.revision
  join papers p on p.id = ep.paper_id
  union all
  select x.edition_id, x.revision, 200 + x.slot, x.kind, coalesce(p.merged_into, p.id), x.kind = 'late_riser'
  from edition_extras x
  join papers p on p.id = x.paper_id;

-- The few who have a selection of their own, without reading those who have the usual one.
create index deliveries_selected on deliveries (edition_id) where selection is not null;
