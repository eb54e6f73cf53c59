import { encodeSegment } from './slots.ts'

/**
 * What the archive adds right after a paper that was withdrawn since: segments like a mail's own. Not
 * in the templates, because an edition shows it with the head it was frozen with, whose style it uses.
 */
export const withdrawnNote = {
  html: encodeSegment(
    '<tr><td style="padding: 0 0 30px;"><p class="kicker" style="margin: 0; font-family: -apple-system, ' +
      "'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.5; color: #9b3a1f;\">" +
      'Withdrawn by its authors since this was sent.</p></td></tr>\n'
  ),
  text: encodeSegment('  Withdrawn by its authors since this was sent.\n\n')
}
