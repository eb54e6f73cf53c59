import type { EditionFacts } from '../../editions/archive.ts'
import { moment } from '../../mail/words/dates.ts'
import { say } from '../../mail/words/words.ts'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** What was mailed of a day, and by what its bytes can be known again. */
export function EditionNote({ site: { config, words }, edition }: { site: Site; edition: EditionFacts }) {
  const { day, frozenAt, selected, papers, revision, renderer, hash, earlier } = edition
  const timeOf = (instant: Date) => (
    <time dateTime={instant.toISOString()}>{moment(instant, config.digestTimezone, words)}</time>
  )
  const facts = { moment: timeOf(frozenAt), count: papers, selected, revision }
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
      {earlier.length > 0 && (
        <>
          <p class="quiet">{say(words, 'edition.earlier')}</p>
          <dl class="proof">
            {earlier.map((one) => (
              <>
                <dt>
                  <a href={`/editions/${day}?revision=${one.revision}`}>
                    {sentence(words, 'edition.earlierOne', { revision: one.revision, moment: timeOf(one.frozenAt) })}
                  </a>
                </dt>
                <dd>
                  <code>{one.hash}</code>
                </dd>
              </>
            ))}
          </dl>
        </>
      )}
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
