import { allowedLink } from '../allowed-link.ts'
import { type Argument, argumentAt, bareText } from './arguments.ts'
import type { Style } from './run.ts'
import type { Rule, Scanner } from './scanner.ts'

// Without the flag i: ignoring case, the excluded non-ASCII range takes s and k with it (ſ and the Kelvin sign).
const address =
  /[Hh][Tt][Tt][Pp][Ss]?:\/\/[A-Za-z0-9](?:[^\s"$<>\\^`{|}~\u007F-\u{10FFFF}]|(?<=\/)~|\\[_%#&~]){0,2000}/uy

/** An address in the text, up to where its sentence goes on. */
export const bareLink: Rule = (scanner, at, style, to) => {
  address.lastIndex = at
  const found = address.exec(scanner.source.slice(0, to))?.[0]
  if (found === undefined) return undefined
  const shown = withoutPunctuation(found)
  const next = at + shown.length
  return labelled(scanner, unescaped(shown), next, style, to)
}

/** A group that holds nothing but an address: what is left of `\href{u}{t}` on Hugging Face is `{u}{{t}}`. */
export const linkGroup: Rule = (scanner, at, style, to) => {
  const group = argumentAt(scanner, at, to)
  if (group === undefined || !scanner.source.startsWith('http', at + 1)) return undefined
  const url = unescaped(bareText(scanner, group))
  return allowedLink(url) === undefined ? undefined : labelled(scanner, url, group.next, style, to)
}

/** `\href{u}{t}`: linked only where u is an address. `\href{this https URL}{GitHub}` is the word GitHub. */
export function writeHref(scanner: Scanner, target: Argument, label: Argument, style: Style): void {
  const url = unescaped(bareText(scanner, target))
  writeLabel(scanner, label, url, style)
}

export function writeUrl(scanner: Scanner, target: Argument, style: Style): void {
  const url = unescaped(bareText(scanner, target))
  scanner.out.write(url, linked(style, url))
}

function labelled(scanner: Scanner, url: string, at: number, style: Style, to: number): number {
  const label = scanner.source[at] === '{' ? argumentAt(scanner, at, to) : undefined
  if (label === undefined || ['', url].includes(unescaped(bareText(scanner, label)))) {
    scanner.out.write(url, linked(style, url))
  } else writeLabel(scanner, label, url, style)
  return label?.next ?? at
}

function writeLabel(scanner: Scanner, label: Argument, url: string, style: Style): void {
  scanner.scan(label.from, label.to, linked(style, url))
}

/** A link inside a link's words is words. */
function linked(style: Style, url: string): Style {
  const href = style.href ?? allowedLink(url)
  return href === undefined ? style : { ...style, href }
}

function unescaped(url: string): string {
  return url.replaceAll(/\\([_%#&~])/g, '$1')
}

/** Without the marks that end the sentence, and without a bracket that was opened before the address. */
function withoutPunctuation(url: string): string {
  const open = { ')': count(url, ')') - count(url, '('), ']': count(url, ']') - count(url, '[') }
  let end = url.length
  for (;;) {
    const last = url[end - 1] ?? ''
    if (last === ')' || last === ']') {
      if (open[last] <= 0) break
      open[last]--
    } else if (!".,;:!?'*".includes(last)) break
    end--
  }
  return url.slice(0, end)
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
