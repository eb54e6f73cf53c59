import { encodeSegment } from './slots.ts'
import { tokens } from './tokens.ts'
import { say, type Words } from './words/words.ts'

/**
 * What the archive adds right after a paper that was withdrawn since: segments like a mail's own. Not
 * in the templates, because an edition shows it with the head it was frozen with, whose style it uses.
 */
export function withdrawnNote(words: Words): { html: Buffer; text: Buffer } {
  const withdrawn = say(words, 'digest.withdrawn')
  return {
    html: encodeSegment(
      `<tr><td style="padding: 0 0 24px;"><p class="kicker" style="margin: 0; font-family: ${tokens.font.sans}; ` +
        `font-size: 14px; line-height: 1.5; color: ${tokens.light.accent};">${withdrawn}</p></td></tr>\n`
    ),
    text: encodeSegment(`  ${withdrawn}\n\n`)
  }
}
