import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type PauseReason = 'rate' | 'policy' | 'relay' | 'unreachable'

/** The row of the relay, beside those of receiving domains. */
export const relayScope = '*'

const firstMs = 15 * 60_000
const longestMs = 4 * 3_600_000
/** Who is paused again so soon after a pause is paused for twice as long. */
const rememberedMs = longestMs
/** A failure of the relay after a longer silence begins a new outage. */
const silentMs = 15 * 60_000

const ms = (count: number) => sql`${count} * interval '1 millisecond'`

/**
 * Pauses a domain for 15 minutes, or for twice as long as before where it is not over or just was, up to
 * four hours. Undefined where a pause is running: answers to what was on its way do not prolong it.
 */
export async function pauseDomain(
  db: Db,
  { domain, why, reply, now }: { domain: string; why: PauseReason; reply: string; now: Date }
): Promise<{ since: Date; until: Date } | undefined> {
  const level = sql`case when p.ended_at is null or p.ended_at > ${now}::timestamptz - ${ms(rememberedMs)} then least(p.level + 1, 10) else 0 end`
  const { rows } = await sql<{ since: Date; until: Date }>`
    insert into sending_pauses as p (scope, why, reply, since, until)
    values (${domain}, ${why}, ${reply}, ${now}, ${now}::timestamptz + ${ms(firstMs)})
    on conflict (scope) do update set
      why = excluded.why,
      reply = excluded.reply,
      level = ${level},
      until = excluded.since + least(${ms(firstMs)} * power(2, ${level}), ${ms(longestMs)}),
      since = case when p.ended_at is null then p.since else excluded.since end,
      probe_until = null,
      ended_at = null
    where p.until <= excluded.since
    returning since, until`.execute(db)
  return rows[0]
}

/** Lets one mail find out whether a pause is over, for `probeMs`; of the domains, those for which this worker may send it. */
export async function takeProbes(db: Db, domains: readonly string[], { now, probeMs }: { now: Date; probeMs: number }) {
  const { rows } = await sql<{ scope: string }>`
    update sending_pauses set probe_until = ${now}::timestamptz + ${ms(probeMs)}
    where scope = any(${domains}::text[]) and ended_at is null and until <= ${now}
      and (probe_until is null or probe_until <= ${now})
    returning scope`.execute(db)
  return rows.map(({ scope }) => scope)
}

/** What the mail found out says nothing: another one may find out then. */
export async function postponeProbe(db: Db, domain: string, until: Date): Promise<void> {
  await sql`
    update sending_pauses set until = ${until}, probe_until = null
    where scope = ${domain} and ended_at is null`.execute(db)
}

export async function endPause(db: Db, scope: string, now: Date): Promise<void> {
  await sql`
    update sending_pauses set ended_at = ${now}, until = least(until, ${now}::timestamptz), probe_until = null
    where scope = ${scope} and ended_at is null`.execute(db)
}

/** Says that a worker gets nothing through to the relay before `until`; returns since when that is so. */
export async function recordRelayAway(
  db: Db,
  { why, reply, now, until }: { why: PauseReason; reply: string; now: Date; until: Date }
): Promise<Date> {
  const { rows } = await sql<{ since: Date }>`
    insert into sending_pauses as p (scope, why, reply, since, until)
    values (${relayScope}, ${why}, ${reply}, ${now}, ${until})
    on conflict (scope) do update set
      why = excluded.why,
      reply = excluded.reply,
      level = p.level + 1,
      since = case when p.ended_at is null and p.until > excluded.since - ${ms(silentMs)} then p.since else excluded.since end,
      until = excluded.until,
      ended_at = null
    returning since`.execute(db)
  return rows[0]?.since ?? now
}

/** Pauses that no mail has ended. */
export async function listOpenPauses(db: Db) {
  return db
    .selectFrom('sending_pauses')
    .select(['scope', 'why', 'since', 'until', 'probe_until as probeUntil', 'reply'])
    .where('ended_at', 'is', null)
    .orderBy('since')
    .$narrowType<{ why: PauseReason }>()
    .execute()
}

/** Forgets pauses that say nothing any more: over, or of a domain to which nothing was sent for a week. */
export async function forgetOldPauses(db: Db, now: Date): Promise<void> {
  await sql`
    delete from sending_pauses
    where ended_at < ${now}::timestamptz - interval '1 day' or until < ${now}::timestamptz - interval '7 days'`.execute(
    db
  )
}
