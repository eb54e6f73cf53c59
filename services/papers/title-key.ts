// An index entry of PostgreSQL holds 2,704 bytes; a character here takes up to three.
const longestKey = 800

/**
 * A title without case, accents, spaces and punctuation: the same work under two sources.
 * Empty where a title has no letter or digit.
 */
export function titleKey(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .slice(0, longestKey)
    .replaceAll(/\p{Surrogate}/gu, '')
}
