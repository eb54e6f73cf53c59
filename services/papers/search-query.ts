/** A question longer than this is cut: nobody types it, and each word costs a look into the index. */
export const longestQuestion = 200
const mostWords = 12

/** What was asked, on one line, without what no text contains. */
export function cleanQuestion(asked: string): string {
  const line = asked.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return Array.from(line).slice(0, longestQuestion).join('').trim()
}

/** A part of a question, as websearch_to_tsquery() in PostgreSQL understands it: a word, a "phrase", or -without one. */
export interface Term {
  /** Its words in their order; none where papers with it are left out. */
  words: string[]
  /** How it was written where papers with it are left out. */
  without: string | undefined
  /** Whether OR joins it to the one before. */
  or: boolean
}

/** The terms of a question in their order, in letters as papers_folded() in PostgreSQL writes them. */
export function termsOf(question: string): Term[] {
  const folded = question
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
  const terms: Term[] = []
  let negated = false
  let or = false
  // A dash inside a word is one of its letters.
  for (const [piece] of folded.matchAll(/"[^"]*"?|-|[^\s!&|()"-][^\s!&|()"]*/g)) {
    if (piece === '-') negated = !negated
    else if (piece === 'or') or = terms.length > 0
    else {
      const words = negated ? [] : (piece.match(/[\p{L}\p{N}]+/gu) ?? [])
      terms.push({ words, without: negated ? `-${piece}` : undefined, or })
      negated = false
      or = false
    }
  }
  return terms
}

/** The words that papers are wanted with, each once. */
export function wordsOf(terms: readonly Term[]): string[] {
  return [...new Set(terms.flatMap(({ words }) => words))].slice(0, mostWords)
}

/** What papers are wanted without, as a question. */
export function withoutOf(terms: readonly Term[]): string {
  return terms.flatMap(({ without }) => without ?? []).join(' ')
}

/** A question with other words in their places; those that have none are left out. */
export function rewritten(terms: readonly Term[], meant: ReadonlyMap<string, string>): string {
  const said = terms.flatMap(({ words, without, or }) => {
    const text = without ?? words.flatMap((word) => meant.get(word) ?? []).join(' ')
    return text === '' ? [] : [or ? `OR ${text}` : text]
  })
  return said.join(' ')
}
