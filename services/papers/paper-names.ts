import { parseArxivId } from './arxiv-id.ts'
import { titleKey } from './title-key.ts'

interface Named {
  arxivId?: string | null | undefined
  doi?: string | null | undefined
  title: string
}

/**
 * All that a work is known by: its arXiv id, its DOI and its title without case and
 * punctuation. Two that share a name are one work. Versions are in none of them.
 */
export function namesOf({ arxivId, doi, title }: Named): string[] {
  const names = [`title:${titleKey(title)}`]
  // arXiv gives every paper a DOI that is its id written another way.
  const written = parseArxivId(doi ?? '')
  for (const id of new Set([arxivId ?? undefined, written])) if (id !== undefined) names.push(`arxiv:${id}`)
  const other = written === undefined ? (doi ?? undefined) : undefined
  if (other !== undefined) names.push(`doi:${other.toLowerCase()}`)
  return names
}

/** The parts of such names that are of one kind. */
export function namesBy(kind: 'arxiv' | 'doi' | 'title', names: readonly string[]): string[] {
  return names.flatMap((name) => (name.startsWith(`${kind}:`) ? name.slice(kind.length + 1) : []))
}
