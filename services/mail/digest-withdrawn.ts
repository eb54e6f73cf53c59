import { encodeSegment } from './slots.ts'
import { tokens } from './tokens.ts'
import { english } from './words/en.ts'
import { say } from './words/words.ts'

const withdrawn = say(english, 'digest.withdrawn')

/**
 * What the archive adds right after a paper that was withdrawn since: segments like a mail's own. Not
 * in the templates, because an edition shows it with the head it was frozen with, whose style it uses.
 */
export const withdrawnNote = {
  html: encodeSegment(
    `<tr><td style="padding: 0 0 24px;"><p class="kicker" style="margin: 0; font-family: ${tokens.font.sans}; ` +
      `font-size: 14px; line-height: 1.5; color: ${tokens.light.accent};">${withdrawn}</p></td></tr>\n`
  ),
  text: encodeSegment(`  ${withdrawn}\n\n`)
}
