-- IN_DOUBT=hold is about editions. Of the other mails, some that a dead worker left were held, too.
update notices set due_at = now() where state = 'in_doubt' and lease is null and due_at = 'infinity';
