import type { Config } from '../../platform/config.ts'
import { plainPage } from './plain-page.tsx'

/** The one answer to links that are unknown, forged, cut off or expired. */
export function unknownLinkPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Error 404',
    heading: 'This link does not work',
    children: (
      <>
        <div class="prose">
          <p>It may have been cut off on its way here, or its time may have run out.</p>
          <ul>
            <li>To subscribe, enter your address again: a fresh link comes by mail. It works for two days.</li>
            <li>To unsubscribe, use the link at the end of any mail from us. Those never expire.</li>
          </ul>
        </div>
        <p class="actions">
          <a class="button" href="/">
            Go to the sign-up form
          </a>
        </p>
      </>
    )
  })
}
