import type { EditionFacts } from '../../editions/archive.ts'
import { moment } from '../../mail/words/dates.ts'
import { say } from '../../mail/words/words.ts'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** What was mailed of a day, and by what its bytes can be known again. */
export function EditionNote({ site: { config, words }, edition }: { site: Site; edition: EditionFacts }) {
  const { day, frozenAt, selected, papers, revision, renderer, hash } = edition
  const made = <time dateTime={frozenAt.toISOString()}>{moment(frozenAt, config.digestTimezone, words)}</time>
  const facts = { moment: made, count: papers, selected, revision }
  return (
    <section class="section edition" aria-labelledby="edition">
      <h2 id="edition">{say(words, 'edition.of')}</h2>
      <p class="quiet">
        {selected < papers
          ? sentence(words, revision > 1 ? 'edition.madeFirstRevised' : 'edition.madeFirst', facts)
          : sentence(words, revision > 1 ? 'edition.madeRevised' : 'edition.made', facts)}
      </p>
      <ul class="link-row" aria-label={say(words, 'edition.files')}>
        <li>
          <a class="chip" href={`/editions/${day}`}>
            {say(words, 'edition.mail')}
          </a>
        </li>
        <li>
          <a class="chip" href={`/editions/${day}.bib`}>
            {say(words, 'edition.bibtex')}
          </a>
        </li>
        <li>
          <a class="chip" href={`/editions/${day}.ris`}>
            {say(words, 'edition.ris')}
          </a>
        </li>
      </ul>
      <dl class="proof">
        <dt>{say(words, 'edition.hash')}</dt>
        <dd>
          <code>{hash}</code>
        </dd>
        <dt>{say(words, 'edition.renderer')}</dt>
        <dd>
          <code>{renderer}</code>
        </dd>
      </dl>
    </section>
  )
}
