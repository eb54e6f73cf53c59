import type { Db } from '../platform/database.ts'
import { type ListedSubscriber, listSubscribers } from './export-list.queries.ts'

const atOnce = 2000

/** Every subscriber that is not erased, a page at a time: a list of a million needs no memory here. */
export async function* exportList({ db }: { db: Db }): AsyncGenerator<ListedSubscriber> {
  for (let after = 0; ; ) {
    const page = await listSubscribers(db, { after, limit: atOnce })
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

export const listColumns = ['email', 'status', 'since', 'created_at', 'confirmed_at', 'source', 'consent'] as const

/** A line of CSV (RFC 4180), with what `subscribers import` reads as the same state. */
export function listLine(one: Omit<ListedSubscriber, 'id'>): string {
  const instant = (date: Date | null) => date?.toISOString() ?? ''
  const cells = [
    one.address,
    status(one),
    instant(one.stateChangedAt),
    instant(one.createdAt),
    instant(one.confirmedAt),
    one.source ?? '',
    one.consent ?? ''
  ]
  return cells.map(cell).join(',')
}

function status({ state, suppression }: Pick<ListedSubscriber, 'state' | 'suppression'>): string {
  if (state !== 'suppressed') return state
  if (suppression === 'bounce') return 'bounced'
  return suppression === 'operator' ? 'blocklisted' : 'complained'
}

/** A sheet computes what begins like a formula; an apostrophe makes it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
