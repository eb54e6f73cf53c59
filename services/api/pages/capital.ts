import type { Words } from '../../mail/words/words.ts'

/** A text as the beginning of a sentence or of a row: where the language has capitals, the first letter is one. */
export function capital(text: string, { locale }: Pick<Words, 'locale'>): string {
  const [first = '', ...rest] = text
  return `${first.toLocaleUpperCase(locale)}${rest.join('')}`
}
