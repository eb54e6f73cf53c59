import { type PlainKey, say } from '../../mail/words/words.ts'
import { type Problem, sayProblem } from '../problem.ts'
import { plainPage } from './plain-page.tsx'
import type { Site } from './site.ts'

/** What people see of a mistake or a failure. The detail is ours, never the error's own text where that could tell more. */
export function errorPage(site: Site, problem: Problem): string {
  const { config, words } = site
  const { status } = problem
  return plainPage(site, {
    kicker: say(words, 'error.kicker', { status: String(status) }),
    heading: say(words, headings[status] ?? (status >= 500 ? 'error.broke' : 'error.didNotWork')),
    children: (
      <>
        <div class="prose">
          <p>{sayProblem(words, problem)}</p>
          {status >= 500 ? <p>{say(words, 'error.safe')}</p> : null}
        </div>
        <p class="actions">
          <a class="button" href="/">
            {say(words, 'go.papers')}
          </a>
          {config.contactEmail === undefined || status < 500 ? null : (
            <a href={`mailto:${config.contactEmail}`}>{say(words, 'error.tell')}</a>
          )}
        </p>
      </>
    )
  })
}

const headings: Partial<Record<number, PlainKey>> = {
  401: 'error.operatorOnly',
  404: 'error.nothing',
  413: 'error.large',
  415: 'error.noForm',
  503: 'error.soon'
}
