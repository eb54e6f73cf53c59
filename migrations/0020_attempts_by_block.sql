-- Attempts are written in much the order of their subscribers: a range of blocks knows whose it holds for next to
-- nothing, where an entry of a B-tree was a third of what recording a mail cost.
drop index attempts_subscriber_id_idx;
create index on attempts using brin (subscriber_id) with (pages_per_range = 32);
