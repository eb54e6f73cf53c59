import type { Config } from '../../platform/config.ts'
import type { Problem } from '../problem.ts'
import { plainPage } from './plain-page.tsx'

/** What people see of a mistake or a failure. The detail is ours, never the error's own text where that could tell more. */
export function errorPage(config: Config, { status, detail }: Problem): string {
  return plainPage(config, {
    kicker: `Error ${status}`,
    heading: headings[status] ?? (status >= 500 ? 'Something broke' : 'That did not work'),
    children: (
      <>
        <div class="prose">
          <p>{detail}</p>
          {status >= 500 ? <p>Nothing you sent was half-written: you can safely try again.</p> : null}
        </div>
        <p class="actions">
          <a class="button" href="/">
            Go to the papers
          </a>
          {config.contactEmail === undefined || status < 500 ? null : (
            <a href={`mailto:${config.contactEmail}`}>Tell the operator</a>
          )}
        </p>
      </>
    )
  })
}

const headings: Record<number, string> = {
  401: 'For the operator only',
  404: 'Nothing here',
  413: 'That was too large',
  415: 'Not a form we can read',
  503: 'Back in a moment'
}
