/**
 * What is left of a source's text before any of it is read as TeX: NFC, no control, zero-width
 * or direction characters, one space between words, and a line break only where a paragraph ends.
 *
 * A line break followed by an indent or a blank line is a paragraph; every other one was put in
 * by whoever wrapped the lines (arXiv's own rule for abstracts).
 */
export function prepare(source: string): string {
  return source
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .normalize('NFC')
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/[\t\v\f]/g, ' ')
    .replaceAll(/[^\P{Cc}\n]|[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu, '')
    .replaceAll(/\n[ \n]*/g, (lineEnd) => (lineEnd === '\n' ? ' ' : '\n\n'))
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(' \n', '\n')
    .trim()
}
