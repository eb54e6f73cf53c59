import { say, type Words } from './words/words.ts'

/** 1st, 2nd: part of a word, and read as such. */
const ordinal = /^(?:st|nd|rd|th)$/i
/** An exponent: a number or a variable, with a sign or not. */
const power = /^[+\-−–]?[\p{L}\p{N}]/u

/**
 * What a screen reader is to say for a subscript or superscript: left alone it reads 10³ as "103". Given as the label of
 * an element with the role math, since mails cannot hide words from the eye in every client. Empty: read it as it is.
 */
export function spokenScript(words: Words, kind: string, text: string): string {
  const script = text.trim()
  if (script === '' || ordinal.test(script)) return ''
  if (kind === 'sub') return say(words, 'maths.sub', { script })
  if (script === '2') return say(words, 'maths.squared')
  return power.test(script) ? say(words, 'maths.power', { script }) : say(words, 'maths.sup', { script })
}
