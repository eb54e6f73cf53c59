import type { VNode } from 'preact'
import { type MessageKey, type ParameterOf, sayAround, type Words } from '../../mail/words/words.ts'

/**
 * A message with elements at some of its places: `<p>{sentence(words, 'inbox.try', { page: <a href="/">…</a> })}</p>`.
 * So a link stands where the language has it, and no message holds HTML.
 */
export function sentence<Key extends MessageKey>(
  words: Words,
  key: Key,
  parameters: Readonly<Record<ParameterOf<Key>, string | number | VNode>>
): (string | VNode)[] {
  return sayAround<Key, VNode>(words, key, parameters)
}
