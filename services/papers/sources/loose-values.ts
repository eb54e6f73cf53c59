import { allowedLink } from '../allowed-link.ts'

/** Ten times what arXiv allows an abstract; whatever is longer is none. */
const longestText = 20_000

/** What PostgreSQL's integer holds. */
const mostCounted = 2_147_483_647

/** A field as text. null, an empty text, a wrong type and a missing field are one and the same: not told. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= longestText && value.trim() !== '' ? value : undefined
}

/** A field as a count, never negative. What is not told is not zero. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostCounted ? value : undefined
}

/** A field as an object with fields of its own. */
export function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** A field as a link that may be shown (allowed-link.ts), its scheme in lower case as the tables want it. */
export function linkOf(value: unknown): string | undefined {
  const text = textOf(value)?.trim()
  return text === undefined ? undefined : allowedLink(text)?.replace(/^[^:]+/, (scheme) => scheme.toLowerCase())
}
