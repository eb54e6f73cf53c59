import { expect, test } from 'vitest'
import { compileDigest } from '../../services/mail/digest.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { edition, identity, paper } from '../golden/edition.ts'
import { joined } from '../golden/joined.ts'

const machineSummaryUrl = 'https://huggingface.co/papers/2608.00007'

test('what a machine wrote says so, with the page to credit, in both parts and wherever it stands', async () => {
  const papers = Array.from({ length: 20 }, (_, index) =>
    paper(`Paper ${index}`, { machineSummaryUrl: index % 3 === 0 ? machineSummaryUrl : undefined })
  )
  const late = { kind: 'late_riser' as const, paper: paper('Risen', { machineSummaryUrl }) }
  const content = { ...edition, papers, selected: 20, extras: [late] }
  const { html, text } = joined(compileDigest(await openTemplates(), identity, content), () => true)
  // Of the fifteen whose summary is shown, and of the late riser.
  const credited = [0, 3, 6, 9, 12].length + 1
  expect(text.match(/^ {2}\(AI summary[^:]*: https:\/\/huggingface\.co\/papers\/2608\.00007\)$/gm)).toHaveLength(
    credited
  )
  expect(html.match(new RegExp(`<a [^>]*href="${machineSummaryUrl}"[^>]*>AI summary`, 'g'))).toHaveLength(credited)
  for (const part of [html, text]) expect(part.slice(part.indexOf('You may have missed'))).toContain(machineSummaryUrl)
})
