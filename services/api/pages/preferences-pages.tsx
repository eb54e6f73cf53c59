import type { JSX } from 'preact'
import type { Config } from '../../platform/config.ts'
import { accountLinkMinutes } from '../../subscribers/preferences.ts'
import { plainPage } from './plain-page.tsx'

const standings: Record<string, Standing> & { none: Standing } = {
  active: {
    heading: 'One mail a day',
    text: ({ siteName, digestTime, digestTimezone }, address) => (
      <>
        {siteName} goes to {address} on every day that has enough new papers, at {digestTime} ({digestTimezone}).
      </>
    )
  },
  paused: {
    heading: 'Paused',
    text: ({ siteName }, address) => (
      <>
        No edition of {siteName} goes to {address} until you resume. The days between are in the{' '}
        <a href="/papers">archive</a>.
      </>
    )
  },
  none: {
    heading: 'Not subscribed',
    text: ({ siteName }, address) => (
      <>
        No edition of {siteName} goes to {address}.
      </>
    )
  }
}

interface Standing {
  heading: string
  text: (config: Config, address: JSX.Element) => JSX.Element
}

/** How a subscription stands. It shows nothing that a friend who was forwarded a mail may not see. */
export function preferencesPage(
  config: Config,
  { maskedAddress, state, unsubscribe }: { maskedAddress: string; state: string; unsubscribe: string }
): string {
  const { heading, text } = standings[state] ?? standings.none
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(config, {
    kicker: 'Your subscription',
    heading,
    children: (
      <>
        <div class="prose">
          <p>{text(config, address)}</p>
        </div>
        {state === 'active' || state === 'paused' ? (
          <div class="actions">
            <form method="post">
              <input type="hidden" name="action" value={state === 'active' ? 'pause' : 'resume'} />
              <button class="second" type="submit">
                {state === 'active' ? 'Pause' : 'Resume'}
              </button>
            </form>
            <form method="post" action={unsubscribe}>
              <button class="second" type="submit">
                Unsubscribe
              </button>
            </form>
          </div>
        ) : null}
        <div class="prose more">
          <h2>Your data, or another address</h2>
          <p>
            To have the mails sent to another address, to get a copy of what is kept about you, or to have it erased,
            you need a fresh link. It is mailed to <span class="address">{maskedAddress}</span> and to nobody else,
            because mails like the one you come from get forwarded. It works once, within {accountLinkMinutes} minutes.
          </p>
        </div>
        <form method="post">
          <input type="hidden" name="action" value="mail-account-link" />
          <button type="submit">Mail me the link</button>
        </form>
      </>
    )
  })
}

export function accountLinkSentPage(config: Config, { maskedAddress }: { maskedAddress: string }): string {
  return plainPage(config, {
    kicker: 'Your account',
    heading: 'Look into your mailbox',
    children: (
      <>
        <div class="prose">
          <p>
            If <strong class="address">{maskedAddress}</strong> may be written to, a mail with the link is on its way to
            it. The link works once, within {accountLinkMinutes} minutes.
          </p>
          <p class="quiet">Only one such mail is sent in five minutes, and five a day.</p>
        </div>
        <p class="actions">
          {config.local ? (
            <a class="button" href="/inbox">
              Open the inbox
            </a>
          ) : null}
          <a href="/">Read the papers</a>
        </p>
      </>
    )
  })
}
