// Controls and line separators could forge a line or a header.
const breaking = /[\p{Cc}\u2028\u2029]+/gu
// Embeddings, overrides and isolates reorder the text around them, also beyond the title they are in.
const reordering = /[\u202A-\u202E\u2066-\u2069\uFEFF]+/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One line of text: no controls, no bidi overrides, no lone surrogates, at most `length` code points. */
export function plainText(text: string, length = Number.POSITIVE_INFINITY): string {
  const wellFormed = Buffer.from(text, 'utf8').toString('utf8')
  const line = wellFormed.replaceAll(reordering, '').replaceAll(breaking, ' ').replaceAll(/\s+/gu, ' ').trim()
  return shorten(line, length)
}

/**
 * Text of at most `length` code points: cut after a sentence where one ends late enough, else
 * between words, else between graphemes, the last two with an ellipsis. Never inside a character.
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  // No further than what is looked at: a summary is cut from an abstract at many places of the size rule.
  const points = Array.from(text.slice(0, 2 * (length + 2)))
  if (points.length <= length) return text

  const room = points.slice(0, length - 1).join('')
  const sentence = /^(.*(?:[.!?](?=\s)|[。！？]))/su.exec(points.slice(0, length + 1).join(''))?.[1]
  if (sentence !== undefined && sentence.length >= room.length * 0.6) return sentence
  const words = /^(.*\S)\s/su.exec(points.slice(0, length).join(''))?.[1]
  if (words !== undefined && words.length >= room.length * 0.6)
    return `${words.replace(/(?<![\s,;:–—-])[\s,;:–—-]+$/u, '')}…`
  return `${wholeGraphemes(text, room.length)}…`
}

/** The longest run of whole graphemes from the start of `text` that is at most `end` UTF-16 units long. */
function wholeGraphemes(text: string, end: number): string {
  let cut = 0
  // Not of all of it, which would be gone over for each one. What follows a cut decides on it, and no more.
  for (const { index, segment } of graphemes.segment(text.slice(0, end + 2))) {
    if (index + segment.length > end) break
    cut = index + segment.length
  }
  return text.slice(0, cut)
}
