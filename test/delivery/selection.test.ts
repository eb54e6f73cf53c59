import fc from 'fast-check'
import { parseFragment } from 'parse5'
import PostalMime from 'postal-mime'
import { beforeAll, expect, test } from 'vitest'
import { selectedBlocks } from '../../services/delivery/selection.ts'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { prepareDigest } from '../../services/mail/message.ts'
import { decodeSegments } from '../../services/mail/slots.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { edition, extras, identity, paper } from '../golden/edition.ts'
import { archiveUrl, expectWireSafe, links, personal, unsigned } from '../golden/wire.ts'

const pool = Array.from({ length: 200 }, (_, index) => edition.papers[index] ?? paper(`Paper ${index}`))
const [late, , correction] = extras
const all = [...Array(3).fill(late), ...Array(12).fill(correction)]
const selected = 5
let segments: DigestSegments & { selected: number }
beforeAll(async () => {
  const content = { ...edition, papers: pool, selected, extras: all }
  segments = { ...compileDigest(await openTemplates(), identity, content), selected }
})

const write = (selection: string | null) =>
  prepareDigest(unsigned(identity), { ...segments, archiveUrl })(selectedBlocks(selection, segments), personal)

/** The bits of a bitmap, by arithmetic. */
function bitsOf(bitmap: Uint8Array): number[] {
  return Array.from({ length: bitmap.length * 8 }, (_, bit) => bit).filter(
    (bit) => Math.floor((bitmap[Math.floor(bit / 8)] ?? 0) / 2 ** (bit % 8)) % 2 === 1
  )
}

/** What a mail is made of, written out by hand. */
function parts(bits: number[]) {
  const slots = bits.filter((bit) => bit >= 200).map((bit) => bit - 200)
  const risers = slots.filter((slot) => slot < 3)
  const corrections = slots.filter((slot) => slot >= 3 && slot < all.length)
  const papers = bits.filter((bit) => bit < 200)
  const short = (layout: 'brief' | 'title', from: number, to?: number) => {
    const blocks = papers.slice(from, to).map((position) => segments.shorter[position]?.[layout])
    return blocks.length === 0 ? [] : [segments.headings[layout], ...blocks]
  }
  return {
    full: papers.slice(0, 5).map((bit) => ({ html: segments.htmlBlocks[bit], text: segments.textBlocks[bit] })),
    brief: short('brief', 5, 15),
    titles: short('title', 15),
    late: risers.length === 0 ? [] : [segments.headings.late_riser, ...risers.map((slot) => segments.extras[slot])],
    corrections:
      corrections.length === 0
        ? []
        : [segments.headings.correction, ...corrections.map((slot) => segments.extras[slot])]
  }
}

test('any bitmap is a valid mail of just its parts, in the order papers, late risers, corrections', async () => {
  const few = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: 30 }).map((bits) => {
    const bitmap = Buffer.alloc(32)
    for (const bit of bits) bitmap.writeUInt8(bitmap.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3)
    return new Uint8Array(bitmap)
  })
  const any = fc.oneof(few, fc.uint8Array({ maxLength: 32 }))
  await fc.assert(
    fc.asyncProperty(any, async (bitmap) => {
      const mail = await write(Buffer.from(bitmap).toString('hex'))
      expectWireSafe(mail)
      const expected = parts(bitsOf(bitmap))
      const read = await PostalMime.parse(mail)
      for (const part of ['html', 'text'] as const) {
        const body = decodeSegments(
          [
            segments[`${part}Head`],
            ...[expected.full, expected.brief, expected.titles, expected.late, expected.corrections]
              .flat()
              .map((block) => block?.[part] as Buffer),
            segments[`${part}Tail`]
          ],
          links
        )
        let number = 0
        const numbered = body.replaceAll('\u0003', () => {
          number += 1
          return `${number}]${number < 10 ? ' ' : ''}`
        })
        expect(read[part]?.replaceAll('\r\n', '\n').trimEnd()).toBe(numbered.trimEnd())
      }
      // Each part is one whole row of the table: nothing of it is moved out or closed by a browser.
      const rows = Object.values(expected).flat().length
      const html = selectedBlocks(Buffer.from(bitmap).toString('hex'), segments).html
      const table = parseFragment(`<table>${decodeSegments(html, links)}</table>`).childNodes
      expect(table.map(({ nodeName }) => nodeName)).toEqual(['table'])
      const body = (table[0] as { childNodes: { nodeName: string; childNodes: { nodeName: string }[] }[] }).childNodes
      expect(body.flatMap(({ childNodes }) => childNodes).filter(({ nodeName }) => nodeName === 'tr')).toHaveLength(
        rows
      )
    }),
    { numRuns: 60, examples: [[new Uint8Array(0)], [new Uint8Array(32).fill(255)], [new Uint8Array(25).fill(1)]] }
  )
})

test('no selection is the first papers and every late riser, without corrections', () => {
  const usual = Buffer.alloc(32)
  usual.writeUInt8(0b11111, 0)
  usual.writeUInt8(0b111, 25)
  expect(write(null)).toEqual(write(usual.toString('hex')))
  const text = decodeSegments(selectedBlocks(null, segments).text, links)
  expect(text.match(/You may have missed/g)).toHaveLength(1)
  expect(text.match(/Slow Burn/g)).toHaveLength(3)
  expect(text).not.toContain('Corrections')
})

test('a revision from before there were layouts and extras is as it was', () => {
  const numberedThen = segments.textBlocks.map((block) =>
    Buffer.from(block.toString('latin1').replaceAll('=03', '1]'), 'latin1')
  )
  const bare = { ...segments, textBlocks: numberedThen, shorter: [], headings: {}, extras: [] }
  const blocks = selectedBlocks(null, bare)
  expect(blocks).toEqual({ html: bare.htmlBlocks.slice(0, selected), text: bare.textBlocks.slice(0, selected) })
  expect(selectedBlocks('ff'.repeat(32), bare).html).toEqual(bare.htmlBlocks)
})
