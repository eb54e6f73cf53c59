/**
 * What a row of an imported file says about its address, mildest first. Of two rows, and
 * of a row and what we have, the stricter wins. A complaint ranks over the operator's own
 * list because its reason must survive when the operator lifts what was on that list.
 */
export const standings = [
  'active',
  'paused',
  'unstated',
  'unconfirmed',
  'left',
  'bounce',
  'operator',
  'complaint'
] as const

export type Standing = (typeof standings)[number]

export function stricter(one: Standing, other: Standing): Standing {
  return standings.indexOf(one) >= standings.indexOf(other) ? one : other
}

/** Values of a column that says how things stand, as the exports of other programs write them. */
const statusWords: Record<string, Standing> = {
  ...all('active', 'active subscribed confirmed enabled regular premium opted_in opt_in true 1 yes y'),
  ...all('paused', 'paused'),
  ...all('unconfirmed', 'pending unconfirmed not_confirmed unactivated validating non_subscribed not_subscribed'),
  ...all('left', 'unsubscribed left removed deleted inactive disabled opted_out opt_out false 0 no n'),
  ...all('bounce', 'bounced bounce hard hard_bounce hard_bounced cleaned undeliverable unreachable invalid'),
  ...all('operator', 'blocklisted blacklisted blocked suppressed banned archived'),
  ...all('complaint', 'complained complaint spam spam_complaint abuse junk marked_as_spam')
}

const yes = new Set(['true', '1', 'yes', 'y', 't', 'x', 'on'])
const no = new Set(['', 'false', '0', 'no', 'n', 'f', 'off', '-', 'null', 'none', 'never', 'n/a'])
const date = /^(?!0000)\d{4}-\d{2}-\d{2}|^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^\d{10}(\d{3})?$/

/** How a column's values are read. A mark stands for one thing where it is set. */
export type ColumnKind =
  | { kind: 'status' }
  | { kind: 'wanted' }
  | { kind: 'confirmed' }
  | { kind: 'mark'; as: Standing }

/** undefined: the value is none that is known, and guessing would mail somebody who left. */
export function readStanding(column: ColumnKind, cell: string): Standing | undefined {
  const value = cell.trim().toLowerCase()
  const isNo = no.has(value) || value.startsWith('0000-00-00')
  switch (column.kind) {
    case 'status':
      return value === '' ? 'unstated' : statusWords[value.replace(/[\s-]+/g, '_')]
    case 'wanted':
      if (value === '') return 'unstated'
      return isNo ? 'left' : yes.has(value) ? 'active' : undefined
    case 'confirmed':
      return isNo ? 'unconfirmed' : yes.has(value) || date.test(value) ? 'active' : undefined
    case 'mark':
      return isNo ? 'active' : yes.has(value) || date.test(value) ? column.as : undefined
  }
}

/** Whether a cell outside any known column says in so many words that this address is not to be mailed. */
export function saysNotToMail(cell: string): boolean {
  return /^\s*(unsubscribed|opted[ _-]out|bounced|cleaned|complained|blocklisted|blacklisted|suppressed)\s*$/i.test(
    cell
  )
}

function all(standing: Standing, words: string): Record<string, Standing> {
  return Object.fromEntries(words.split(' ').map((word) => [word, standing]))
}
