import type { english } from './en.ts'

/**
 * A message: its text, or the text by the plural form of its parameter `count`. `{name}` stands for a
 * parameter. Data and not functions, so that a translator needs no code and a renderer can be named by them.
 */
type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)

export type MessageKey = keyof typeof english.messages

/** All that readers are told, in one language. A further language is a further file of this shape. */
export interface Words {
  /** BCP 47: for `lang`, and for how Intl writes dates and numbers. */
  language: string
  locale: string
  direction: 'ltr' | 'rtl'
  messages: Record<MessageKey, Message>
}

type Named<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never
type Texts<Entry> = Entry extends string ? Entry : Entry[keyof Entry]
type Counted<Entry> = Entry extends string ? never : 'count'
type Said<Key extends MessageKey> = (typeof english.messages)[Key]
export type ParameterOf<Key extends MessageKey> = Named<Texts<Said<Key>>> | Counted<Said<Key>>
export type Parameters<Key extends MessageKey> = [ParameterOf<Key>] extends [never]
  ? []
  : [parameters: Record<ParameterOf<Key>, string | number>]

/** The messages that have no parameter. */
export type PlainKey = { [Key in MessageKey]: [ParameterOf<Key>] extends [never] ? Key : never }[MessageKey]

/** One message with its parameters put in; numbers as the language writes them. */
export function say<Key extends MessageKey>(words: Words, key: Key, ...parameters: Parameters<Key>): string {
  return sayAny(words, key, parameters[0] ?? {})
}

/** The same for keys that only a template knows. Throws where a key or a parameter is missing. */
export function sayAny(words: Words, key: string, parameters: Readonly<Record<string, string | number>>): string {
  return pieces(words, key, parameters).join('')
}

/** A message with something other than text at some of its places, such as an element of a page: its pieces in their order. */
export function sayAround<Key extends MessageKey, Other>(
  words: Words,
  key: Key,
  parameters: Readonly<Record<ParameterOf<Key>, string | number | Other>>
): (string | Other)[] {
  return pieces(words, key, parameters)
}

function pieces<Other = never>(
  words: Words,
  key: string,
  parameters: Readonly<Record<string, string | number | Other>>
): (string | Other)[] {
  if (!isMessageKey(words, key)) throw new Error(`no message is called ${key}`)
  // split() with a group puts what matched at the odd places.
  const split = formOf(words, key, words.messages[key], parameters).split(/\{(\w+)\}/)
  return split.map((piece, place) => {
    if (place % 2 === 0) return piece
    const value = parameters[piece]
    if (value === undefined) throw new Error(`the message ${key} wants ${piece}`)
    return typeof value === 'number' ? sayNumber(words, value) : value
  })
}

export function isMessageKey(words: Words, key: string): key is MessageKey {
  return Object.hasOwn(words.messages, key)
}

/** 1,072 */
export function sayNumber({ locale }: Words, count: number): string {
  return formatsOf(locale).number.format(count)
}

/** 1.2K */
export function sayShortNumber({ locale }: Words, count: number): string {
  return formatsOf(locale).short.format(count)
}

/** A state, a job or a queue as people call it: `in_doubt` is "in doubt". One without a message is called what it is called. */
export function sayName(words: Words, name: string): string {
  const key = `name.${name}`
  return isMessageKey(words, key) ? sayAny(words, key, {}) : name.replaceAll('_', ' ')
}

/** 12.3 kB */
export function sayKilobytes({ locale }: Words, bytes: number): string {
  return formatsOf(locale).kilobytes.format(bytes / 1000)
}

function formOf(
  { locale }: Words,
  key: string,
  message: Message,
  { count }: Readonly<Record<string, unknown>>
): string {
  if (typeof message === 'string') return message
  if (typeof count !== 'number') throw new Error(`the message ${key} wants count, a number`)
  return message[formatsOf(locale).plural.select(count)] ?? message.other
}

/** "Ada, Kofi and Mirela" */
export function sayList({ locale }: Words, parts: readonly string[]): string {
  return formatsOf(locale).list.format(parts)
}

interface Formats {
  number: Intl.NumberFormat
  short: Intl.NumberFormat
  kilobytes: Intl.NumberFormat
  plural: Intl.PluralRules
  list: Intl.ListFormat
}

const formats = new Map<string, Formats>()

/** Kept: to make one takes longer than to use it a hundred times. */
function formatsOf(locale: string): Formats {
  const known = formats.get(locale)
  if (known !== undefined) return known
  const made = {
    number: new Intl.NumberFormat(locale),
    short: new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
    kilobytes: new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: 'kilobyte',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1
    }),
    plural: new Intl.PluralRules(locale),
    // British English has no comma before the "and" of a list: one sign less in every byline.
    list: new Intl.ListFormat(locale === 'en-US' ? 'en-GB' : locale, { type: 'conjunction' })
  }
  formats.set(locale, made)
  return made
}
