/**
 * Text inside XML or HTML, in an element or in an attribute in double quotes. Signs that XML 1.0 has no
 * way to write (2.2) are left out: one of them, and no reader opens the feed any more.
 */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
