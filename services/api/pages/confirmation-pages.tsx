import type { Config } from '../../platform/config.ts'
import { plainPage } from './plain-page.tsx'

/** Where the link of a confirmation mail leads. Only its button confirms, because mail scanners open links. */
export function confirmPage(
  config: Config,
  { maskedAddress, moves }: { maskedAddress: string; moves: boolean }
): string {
  if (moves) return moveHerePage(config, maskedAddress)
  return plainPage(config, {
    kicker: 'Confirm your subscription',
    heading: 'One click, and the papers come to you',
    children: (
      <>
        <div class="prose">
          <p>
            Subscribe <strong class="address">{maskedAddress}</strong> to {config.siteName}: one email a day with the
            trending papers.
          </p>
        </div>
        <form method="post">
          <button type="submit">Confirm the subscription</button>
        </form>
        <div class="prose">
          <p class="quiet">It was not you? Then close this page: without the click nothing is sent.</p>
        </div>
      </>
    )
  })
}

function moveHerePage(config: Config, maskedAddress: string): string {
  return plainPage(config, {
    kicker: 'Move your subscription',
    heading: 'Read the papers here from now on?',
    children: (
      <>
        <div class="prose">
          <p>
            A subscription to {config.siteName} moves to <strong class="address">{maskedAddress}</strong>; its old
            address gets no more mail.
          </p>
        </div>
        <form method="post">
          <button type="submit">Move it to this address</button>
        </form>
        <div class="prose">
          <p class="quiet">It was not you? Then close this page: without the click nothing moves.</p>
        </div>
      </>
    )
  })
}

export function movedPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Moved',
    heading: 'The papers come to this address now',
    children: (
      <>
        <div class="prose">
          <p>Everything else stays as it was. The links in older mails keep working.</p>
        </div>
        <Next config={config} />
      </>
    )
  })
}

export function confirmedPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Confirmed',
    heading: 'You are subscribed',
    children: (
      <>
        <div class="prose">
          <p>
            A welcome is on its way to you, with the newest edition where there is one. After it comes one mail on every
            day that has enough new papers, at {config.digestTime} ({config.digestTimezone}).
          </p>
          <p class="quiet">The link at the end of every mail ends the subscription with one click.</p>
        </div>
        <Next config={config} />
      </>
    )
  })
}

export function alreadyConfirmedPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Already confirmed',
    heading: 'This subscription is confirmed',
    children: (
      <>
        <div class="prose">
          <p>There is nothing left to do: the link has done its work.</p>
        </div>
        <Next config={config} />
      </>
    )
  })
}

function Next({ config }: { config: Config }) {
  return (
    <p class="actions">
      {config.local ? (
        <a class="button" href="/inbox">
          Open the inbox
        </a>
      ) : null}
      <a class={config.local ? undefined : 'button'} href="/">
        Read today’s papers
      </a>
    </p>
  )
}
