/** Where one sentence of a text stands: from its first character to behind its last. */
export interface Span {
  from: number
  to: number
}

// What ends in a full stop and ends no sentence.
const abbreviations = new Set(
  'e.g i.e al cf vs etc fig figs eq eqs sec approx resp w.r.t viz ca no st dr prof inc ltd i.i.d a.k.a'.split(' ')
)

/**
 * The sentences of a plain text, in order. A full stop ends one where a space follows and the word
 * before it is no abbreviation, initial or lone number; abstracts go on in lower case now and then.
 */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const { index, 0: end } of text.matchAll(/(?<![.!?])[.!?]+["'”’)\]]*\s+|[。！？]\s*/gu)) {
    const to = index + end.trimEnd().length
    if (!endsSentence(text.slice(Math.max(from, index - 40), index), end, text.slice(index + end.length))) continue
    spans.push({ from, to })
    from = index + end.length
  }
  const to = text.trimEnd().length
  if (from < to) spans.push({ from, to })
  return spans
}

function endsSentence(before: string, end: string, after: string): boolean {
  if (!end.startsWith('.') || /^\.{2,}/.test(end)) return true
  const word = /(?<![^\s(["'“‘])[^\s(["'“‘]+$/u.exec(before)?.[0].toLowerCase() ?? ''
  if (abbreviations.has(word) || /^\p{L}$/u.test(word)) return false
  // "... by 35.2% . we ..." is a sentence; "v. 2" and "approx. half" would not be.
  return /^[\p{Lu}\p{N}\p{Lo}"'“‘([\p{S}]/u.test(after) || word.length > 3 || !/^\p{Ll}/u.test(after)
}
