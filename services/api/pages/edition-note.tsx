import type { EditionFacts } from '../../editions/archive.ts'
import { moment } from './dates.ts'

/** What was mailed of a day, and by what its bytes can be known again. */
export function EditionNote({ edition, zone }: { edition: EditionFacts; zone: string }) {
  const { day, frozenAt, selected, papers, revision, renderer, hash } = edition
  return (
    <section class="section edition" aria-labelledby="edition">
      <h2 id="edition">The edition of this day</h2>
      <p class="quiet">
        Made on <time dateTime={frozenAt.toISOString()}>{moment(frozenAt, zone)}</time>
        {selected < papers ? `, the first ${selected} of ${papers} papers` : `, ${papers} papers`}
        {revision > 1 ? `, revision ${revision}` : ''}.
      </p>
      <ul class="link-row" aria-label="The edition">
        <li>
          <a class="chip" href={`/editions/${day}`}>
            The mail as sent
          </a>
        </li>
        <li>
          <a class="chip" href={`/editions/${day}.bib`}>
            BibTeX
          </a>
        </li>
        <li>
          <a class="chip" href={`/editions/${day}.ris`}>
            RIS
          </a>
        </li>
      </ul>
      <dl class="proof">
        <dt>SHA-256 of its bytes</dt>
        <dd>
          <code>{hash}</code>
        </dd>
        <dt>Renderer</dt>
        <dd>
          <code>{renderer}</code>
        </dd>
      </dl>
    </section>
  )
}
