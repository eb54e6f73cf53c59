const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60]/u
const invisible = /\p{Mn}|\p{Me}|\u200D|\uFE0F/u
// Pieces that a line may end after: words, and each character of scripts that write without spaces.
const pieces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{Mn}\u3001\u3002\uFF01\uFF0C\uFF1F]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|\s+/gu

/**
 * Breaks text into lines of at most `width` columns, a wide character counting two. Lines after
 * the first are indented by `indent` spaces. A word longer than a line, such as a URL, stays whole:
 * broken, it could not be clicked.
 */
export function wrapText(text: string, indent = 0, width = 72): string {
  const lines: string[] = []
  let line = ''
  let used = indent
  for (const piece of text.match(pieces) ?? []) {
    const size = columns(piece)
    if (line !== '' && used + size > width && piece.trim() !== '') {
      lines.push(line.trimEnd())
      line = ''
      used = indent
    }
    if (line === '' && piece.trim() === '') continue
    line += piece
    used += size
  }
  lines.push(line.trimEnd())
  return lines.join(`\n${' '.repeat(indent)}`)
}

/** How many columns of a fixed-width font the text takes. */
export function columns(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length
  let count = 0
  for (const character of text) count += wide.test(character) ? 2 : invisible.test(character) ? 0 : 1
  return count
}
