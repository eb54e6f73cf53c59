/** Finds the phrases of a list in a text, each occurrence once; the value of a phrase is what `add` was told. */
export interface Phrases<Value> {
  find(text: string): Value[]
}

interface Entry<Value> {
  words: string[]
  value: Value
}

/** A wildcard needs as many letters before it: entries are looked up by them. */
const stemLength = 4

/**
 * Phrases of words, in which `*` stands for the rest of a word. Case, punctuation, hyphens and
 * a plural's s make no difference. From left to right the longest phrase counts and its words
 * are used up. Takes time in proportion to the text: each word is looked up, no pattern is run.
 */
export function phrases<Value>(list: readonly (readonly [phrase: string, value: Value])[]): Phrases<Value> {
  const entries = new Map<string, Entry<Value>[]>()
  for (const [phrase, value] of list) {
    const words = phrase
      .split(/[ -]/)
      .flatMap((word) => (word.endsWith('*') ? `${wordsOf(word)[0] ?? ''}*` : wordsOf(word)))
    const key = keyOf(words[0] ?? '')
    entries.set(key, [...(entries.get(key) ?? []), { words, value }])
  }
  for (const found of entries.values()) found.sort((one, other) => other.words.length - one.words.length)

  return {
    find(text) {
      const words = wordsOf(text)
      const found: Value[] = []
      for (let at = 0; at < words.length; ) {
        const match = longestAt(words, at)
        if (match.length > 0) found.push(...match.map(({ value }) => value))
        at += match[0]?.words.length ?? 1
      }
      return found
    }
  }

  /** All entries of the longest length that match here: topics may share a phrase. */
  function longestAt(words: readonly string[], at: number): Entry<Value>[] {
    const word = words[at] ?? ''
    const near = [...(entries.get(word) ?? []), ...(entries.get(`${word.slice(0, stemLength)}*`) ?? [])]
    const matches = near.filter((entry) => entry.words.every((each, index) => fits(each, words[at + index])))
    const longest = Math.max(0, ...matches.map((entry) => entry.words.length))
    return matches.filter((entry) => entry.words.length === longest)
  }
}

function keyOf(word: string): string {
  return word.endsWith('*') ? `${word.slice(0, stemLength)}*` : word
}

function fits(pattern: string, word: string | undefined): boolean {
  return word !== undefined && (pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern)
}

function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return words.map((word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word))
}
