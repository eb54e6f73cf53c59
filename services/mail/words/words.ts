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
type ParameterOf<Key extends MessageKey> = Named<Texts<Said<Key>>> | Counted<Said<Key>>
type Parameters<Key extends MessageKey> = [ParameterOf<Key>] extends [never]
  ? []
  : [parameters: Record<ParameterOf<Key>, string | number>]

/** One message with its parameters put in; numbers as the language writes them. */
export function say<Key extends MessageKey>(words: Words, key: Key, ...parameters: Parameters<Key>): string {
  return sayAny(words, key, parameters[0] ?? {})
}

/** The same for keys that only a template knows. Throws where a key or a parameter is missing. */
export function sayAny(words: Words, key: string, parameters: Readonly<Record<string, string | number>>): string {
  if (!isMessageKey(words, key)) throw new Error(`no message is called ${key}`)
  const message = words.messages[key]
  return formOf(words, key, message, parameters).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name]
    if (value === undefined) throw new Error(`the message ${key} wants ${name}`)
    return typeof value === 'number' ? sayNumber(words, value) : value
  })
}

export function isMessageKey(words: Words, key: string): key is MessageKey {
  return Object.hasOwn(words.messages, key)
}

/** 1,072 */
function sayNumber({ locale }: Words, count: number): string {
  return formatsOf(locale).number.format(count)
}

/** 1.2K */
export function sayShortNumber({ locale }: Words, count: number): string {
  return formatsOf(locale).short.format(count)
}

function formOf(
  { locale }: Words,
  key: string,
  message: Message,
  { count }: Readonly<Record<string, string | number>>
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
    plural: new Intl.PluralRules(locale),
    // British English has no comma before the "and" of a list: one sign less in every byline.
    list: new Intl.ListFormat(locale === 'en-US' ? 'en-GB' : locale, { type: 'conjunction' })
  }
  formats.set(locale, made)
  return made
}
