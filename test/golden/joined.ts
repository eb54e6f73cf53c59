import { chosenBlocks } from '../../services/editions/chosen-blocks.ts'
import type { DigestSegments } from '../../services/mail/digest.ts'
import { decodeSegments, type SlotName } from '../../services/mail/slots.ts'

/** What the slots of a decoded mail hold, where it does not matter. */
export const slots: Record<SlotName, string> = {
  unsubscribe: `https://papers.example.org/unsubscribe/${'T'.repeat(35)}`,
  preferences: `https://papers.example.org/preferences/${'T'.repeat(35)}`
}

/** Both parts of the mail of a reader with the chosen bits, as a client reads them. */
export function joined(segments: DigestSegments, isChosen: (bit: number) => boolean): { html: string; text: string } {
  const blocks = chosenBlocks(segments, isChosen)
  return {
    html: decodeSegments([segments.htmlHead, ...blocks.html, segments.htmlTail], slots),
    text: decodeSegments([segments.textHead, ...blocks.text, segments.textTail], slots)
  }
}

/** Octets of segments as a mail client reads them, where a line break is two. */
export function octets(segments: Buffer[]): number {
  return Buffer.byteLength(decodeSegments(segments, slots).replaceAll('\n', '\r\n'))
}

/** No reader of `selected` papers can have a larger HTML part: the largest block at each place, and all extras. */
export function largestHtml(segments: DigestSegments, asked: number): number {
  const selected = Math.min(asked, segments.htmlBlocks.length)
  const largest = (blocks: Buffer[], count: number) =>
    blocks
      .map((block) => octets([block]))
      .toSorted((one, other) => other - one)
      .slice(0, Math.max(0, count))
      .reduce((sum, size) => sum + size, 0)
  const apart = [...Object.values(segments.headings), ...segments.extras].map(({ html }) => html)
  return (
    octets([segments.htmlHead, ...apart, segments.htmlTail]) +
    largest(segments.htmlBlocks, Math.min(selected, 5)) +
    largest(
      segments.shorter.map(({ brief }) => brief.html),
      Math.min(selected - 5, 10)
    ) +
    largest(
      segments.shorter.map(({ title }) => title.html),
      selected - 15
    )
  )
}
