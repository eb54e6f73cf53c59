import type { VNode } from 'preact'
import { say } from '../../mail/words/words.ts'
import { accountLinkMinutes } from '../../subscribers/preferences.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** How a subscription stands. It shows nothing that a friend who was forwarded a mail may not see. */
export function preferencesPage(
  site: Site,
  { maskedAddress, state, unsubscribe }: { maskedAddress: string; state: string; unsubscribe: string }
): string {
  const { words } = site
  const address = <strong class="address">{maskedAddress}</strong>
  const { heading, text } = standing(site, state, address)
  return plainPage(site, {
    kicker: say(words, 'preferences.kicker'),
    heading,
    children: (
      <>
        <div class="prose">
          <p>{text}</p>
        </div>
        {state === 'active' || state === 'paused' ? (
          <div class="actions">
            <form method="post">
              <input type="hidden" name="action" value={state === 'active' ? 'pause' : 'resume'} />
              <button class="second" type="submit">
                {say(words, state === 'active' ? 'preferences.pause' : 'preferences.resume')}
              </button>
            </form>
            <form method="post" action={unsubscribe}>
              <button class="second" type="submit">
                {say(words, 'unsubscribe.button')}
              </button>
            </form>
          </div>
        ) : null}
        <div class="prose more">
          <h2>{say(words, 'preferences.data')}</h2>
          <p>
            {sentence(words, 'preferences.dataNote', {
              address: <span class="address">{maskedAddress}</span>,
              count: accountLinkMinutes
            })}
          </p>
        </div>
        <form method="post">
          <input type="hidden" name="action" value="mail-account-link" />
          <button type="submit">{say(words, 'preferences.mailLink')}</button>
        </form>
      </>
    )
  })
}

function standing({ config, words }: Site, state: string, address: VNode) {
  const site = config.siteName
  switch (state) {
    case 'active': {
      const goes = { site, address, time: config.digestTime, zone: config.digestTimezone }
      return { heading: say(words, 'preferences.daily'), text: sentence(words, 'preferences.goes', goes) }
    }
    case 'paused': {
      const archive = <a href="/papers">{say(words, 'preferences.archive')}</a>
      const waits = sentence(words, 'preferences.waits', { site, address, archive })
      return { heading: say(words, 'preferences.paused'), text: waits }
    }
    default:
      return {
        heading: say(words, 'preferences.none'),
        text: sentence(words, 'preferences.goesNot', { site, address })
      }
  }
}

export function accountLinkSentPage(site: Site, { maskedAddress }: { maskedAddress: string }): string {
  const { config, words } = site
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'account.kicker'),
    heading: say(words, 'account.look'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'account.linkSent', { address, count: accountLinkMinutes })}</p>
          <p class="quiet">{say(words, 'account.seldom')}</p>
        </div>
        <p class="actions">
          {config.local ? (
            <a class="button" href="/inbox">
              {say(words, 'go.inbox')}
            </a>
          ) : null}
          <a href="/">{say(words, 'go.readPapers')}</a>
        </p>
      </>
    )
  })
}
