const longestLink = 2000

/**
 * The one rule for every address that came from outside: http or https, a host, no name or
 * password in it, no blanks, control or direction characters. The text is returned as it
 * came but for the case of its scheme (a parsed and printed address would differ from the one
 * the source shows).
 */
export function allowedLink(text: string): string | undefined {
  if (text.length > longestLink || !/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s\p{C}"'<>\\^`{|}]+$/u.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const { username, password } = new URL(text)
  // `https://arxiv.org@evil.test/` reads like the one host and opens the other.
  if (username !== '' || password !== '') return undefined
  return text.replace(/^https?/i, (scheme) => scheme.toLowerCase())
}
