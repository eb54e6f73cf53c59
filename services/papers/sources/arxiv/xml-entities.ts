const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"]
])

/**
 * Decodes XML's five entities and characters given by number, once: `&amp;lt;` is the text `&lt;`.
 * The parser's own decoder leaves numbers as they are unless HTML's entities come with them.
 */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named.get(name as string) ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16)
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    return isCharacter ? String.fromCodePoint(code) : '\uFFFD'
  })
}
