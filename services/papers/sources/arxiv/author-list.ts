import { readNames } from '../source-text.ts'

/** "Jr." and the like are written like a name of their own. */
const suffix = /^(?:Jr|Sr)\.?$|^I{2,3}$|^IV$/

/**
 * The names of arXiv's one line of authors, `Ada Example (Univ. of X, Y), Bob Sample and C. Third`.
 * Commas within parentheses belong to affiliations, which are left out. `and` separates in OAI only.
 */
export function readAuthors(line: string): string[] {
  const names: string[] = []
  for (const part of splitOutside(line)) {
    const name = part.trim()
    const last = names.length - 1
    if (suffix.test(name) && last >= 0) names[last] = `${names[last]} ${name}`
    else names.push(name)
  }
  return readNames(names, { repair: false })
}

/** Splits at commas and `and` outside of parentheses, and drops what is inside. One that is never closed is text. */
function splitOutside(line: string): string[] {
  const parts = ['']
  let depth = 0
  const balanced =
    [...line.matchAll(/[()]/g)].reduce((open, [mark]) => (open < 0 ? open : open + (mark === '(' ? 1 : -1)), 0) === 0
  for (const [piece] of line.matchAll(/[(),]|\s+(?:and\s+)?|[^(),\s]+/g)) {
    if (balanced && piece === '(') depth++
    else if (balanced && piece === ')') depth--
    else if (depth > 0) continue
    else if (piece === ',' || piece.trim() === 'and') parts.push('')
    else parts[parts.length - 1] += piece
  }
  return parts
}
