import type { Scanner } from './scanner.ts'

/** A group `{from..to}` and where the text goes on behind it. */
export interface Argument {
  from: number
  to: number
  next: number
}

/** The group that stands at `at`, one blank allowed in front, within the part that ends at `end`. */
export function argumentAt({ source, closing }: Scanner, at: number, end: number): Argument | undefined {
  const open = source[at] === ' ' ? at + 1 : at
  const close = source[open] === '{' ? (closing[open] ?? -1) : -1
  return close === -1 || close >= end ? undefined : { from: open + 1, to: close, next: close + 1 }
}

/** Behind an optional `[..]` of up to 100 characters. */
export function skipOption(source: string, at: number): number {
  if (source[at] !== '[') return at
  const length = source.slice(at, at + 100).indexOf(']')
  return length === -1 ? at : at + length + 1
}

/** The argument's text without the braces and blanks around it. */
export function bareText({ source }: Scanner, { from, to }: Argument): string {
  return source
    .slice(from, to)
    .replace(/^[\s{]+/, '')
    .replace(/(?<![\s}])[\s}]+$/, '')
}
