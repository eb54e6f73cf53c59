import { say } from '../../mail/words/words.ts'
import { plainPage } from './plain-page.tsx'
import type { Site } from './site.ts'

/** The one answer to links that are unknown, forged, cut off or expired. */
export function unknownLinkPage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'error.kicker', { status: '404' }),
    heading: say(words, 'link.heading'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'link.why')}</p>
          <ul>
            <li>{say(words, 'link.subscribe')}</li>
            <li>{say(words, 'link.unsubscribe')}</li>
          </ul>
        </div>
        <p class="actions">
          <a class="button" href="/">
            {say(words, 'go.signUp')}
          </a>
        </p>
      </>
    )
  })
}
