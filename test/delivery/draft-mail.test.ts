import { beforeAll, expect, test } from 'vitest'
import { type Draft, renderDraft } from '../../services/mail/draft.ts'
import { buildNotice } from '../../services/mail/message.ts'
import { openTemplates, type Templates } from '../../services/mail/templates.ts'
import { identity, papers } from '../golden/edition.ts'
import { expectWireSafe, header, personal, unsigned } from '../golden/wire.ts'

let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
})

const draftUrl = 'https://papers.example.org/draft/TOKEN'
const draft: Draft = {
  day: '2026-08-19',
  freezeAt: new Date('2026-08-20T06:00:00Z'),
  timeZone: 'Europe/Amsterdam',
  heldBy: undefined,
  papers: papers.map(({ title, reason, links }, place) => ({
    title,
    url: links.paper,
    reason,
    score: `Score ${(3.2 - place / 5).toFixed(1)}: votes 2.3, place on its list 0.9. Paper ${place + 41}`
  })),
  candidates: 1072,
  minimum: 5,
  draftUrl
}

test('the draft looks as it was last looked at', async () => {
  const rendered = renderDraft(templates, identity, draft)
  expect(rendered.subject).toBe(
    'Draft for Wednesday, August 19, 2026: Lighthouse: Small Models That Know When to Ask + 6 more'
  )
  await expect(rendered.html).toMatchFileSnapshot('../golden/draft.html')
  await expect(rendered.text).toMatchFileSnapshot('../golden/draft.txt')
})

test('the draft as it is handed to the relay is as it was, and no machine answers it', async () => {
  const mail = await buildNotice(unsigned(identity), renderDraft(templates, identity, draft), {
    ...personal,
    links: undefined
  })
  expectWireSafe(mail)
  await expect(mail.toString('latin1')).toMatchFileSnapshot('../golden/draft.eml')
  const fields = header(mail)
  expect(fields).toContain('X-Auto-Response-Suppress: All')
  expect(fields.filter((line) => line.startsWith('List-'))).toEqual([])
})

test('what papers and curators are called is text in it, and only web addresses are links', () => {
  const { html, text } = renderDraft(templates, identity, { ...draft, heldBy: '<b>Ines</b>\r\nBcc: x' })
  expect(html).not.toMatch(/<script|<b>Ines|<img/)
  expect(html).toContain('&lt;b&gt;Ines&lt;/b&gt; Bcc: x holds this edition')
  const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !/^(https:|mailto:hello@)/.test(link))).toEqual([])
  expect(text).not.toMatch(/&\w+;|&#/)
})

test('it says until when the edition can be held, or who holds it', () => {
  const open = renderDraft(templates, identity, draft)
  const held = renderDraft(templates, identity, { ...draft, heldBy: 'Ines Vermeer' })
  for (const { html, text } of [open, held]) {
    for (const body of [html, text.replaceAll('\n', ' ')])
      expect(body).toContain('on Thursday, August 20, 2026 at 08:00 (Europe/Amsterdam)')
  }
  expect(open.html).toContain('Until then it can be held.')
  expect(held.html).toContain('Ines Vermeer holds this edition.')
})

test('a list of 200 long papers stays under 90 KB, and what finds no room is counted', () => {
  const long = Array.from({ length: 200 }, (_, place) => ({
    title: `${place + 1} `.padEnd(300, '<&"> '),
    url: 'https://arxiv.org/abs/2608.00001',
    reason: '"quoted" '.repeat(20),
    score: 'Score 1.0. Paper 1'
  }))
  const { html, text } = renderDraft(templates, identity, { ...draft, papers: long })
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(90_000)
  const shown = html.match(/class="more"/g)?.length ?? 0
  expect(text).toContain(`And ${200 - (shown - 1)} more, on the page.`)
  expect(shown).toBeGreaterThan(10)
})

test('its text is wrapped, but for links', () => {
  const { text } = renderDraft(templates, identity, { ...draft, heldBy: 'Ines Vermeer', candidates: 3 })
  const words = text.split('\n').filter((line) => !line.trim().startsWith('http'))
  expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(72)
  expect(text).not.toMatch(/\n\n\n/)
})
