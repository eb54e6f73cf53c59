import { say } from '../../mail/words/words.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** Where "this was not me" of a confirmation mail leads. Only its button does anything. */
export function notMePage(site: Site, { maskedAddress }: { maskedAddress: string }): string {
  const { config, words } = site
  const { siteName, contactEmail: contact } = config
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'notMe.kicker'),
    heading: say(words, 'notMe.heading'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'notMe.what', { address, site: siteName })}</p>
        </div>
        <form method="post">
          <button type="submit">{say(words, 'notMe.button')}</button>
        </form>
        <div class="prose">
          <p class="quiet">
            {contact === undefined ? say(words, 'notMe.without') : say(words, 'notMe.withoutContact', { contact })}
          </p>
        </div>
      </>
    )
  })
}

export function suppressedPage(site: Site, { maskedAddress }: { maskedAddress: string }): string {
  const { config, words } = site
  const { contactEmail: contact } = config
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'notMe.done'),
    heading: say(words, 'notMe.never'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'notMe.deleted', { address })}</p>
          {contact === undefined ? null : <p class="quiet">{say(words, 'notMe.mistake', { contact })}</p>}
        </div>
      </>
    )
  })
}
