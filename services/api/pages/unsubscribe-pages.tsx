import type { Config } from '../../platform/config.ts'
import { plainPage } from './plain-page.tsx'

/** Where the unsubscribe link of a mail leads: one plain button. */
export function unsubscribePage(
  config: Config,
  { maskedAddress, subscribed }: { maskedAddress: string; subscribed: boolean }
): string {
  if (!subscribed) return notSubscribedPage(config, maskedAddress)
  return plainPage(config, {
    kicker: 'Unsubscribe',
    heading: 'Stop the daily mail?',
    children: (
      <>
        <div class="prose">
          <p>
            {config.siteName} will no longer be sent to <strong class="address">{maskedAddress}</strong>. It takes
            effect at once.
          </p>
        </div>
        <form method="post">
          <button type="submit">Unsubscribe</button>
        </form>
        <p class="actions">
          <a href="/">Keep the subscription</a>
        </p>
      </>
    )
  })
}

/** Without an address where it was erased. */
export function notSubscribedPage(config: Config, maskedAddress?: string): string {
  return plainPage(config, {
    kicker: 'Unsubscribe',
    heading: 'No mail goes to this address',
    children: (
      <>
        <div class="prose">
          <p>
            {maskedAddress === undefined ? 'It' : <strong class="address">{maskedAddress}</strong>} is not subscribed to{' '}
            {config.siteName}. There is nothing left to do.
          </p>
        </div>
        <p class="actions">
          <a class="button" href="/">
            Read the papers here
          </a>
        </p>
      </>
    )
  })
}

export function unsubscribedPage(
  config: Config,
  { maskedAddress, undoAction }: { maskedAddress: string; undoAction: string | undefined }
): string {
  return plainPage(config, {
    kicker: 'Unsubscribed',
    heading: 'You will get no more mail',
    children: (
      <>
        <div class="prose">
          <p>
            The subscription of <strong class="address">{maskedAddress}</strong> has ended. No goodbye mail follows.
          </p>
          {undoAction === undefined ? null : <p>Was that a mistake? For an hour one click brings it back.</p>}
        </div>
        <div class="actions">
          {undoAction === undefined ? null : (
            <form method="post" action={undoAction}>
              <button class="second" type="submit">
                Undo: subscribe again
              </button>
            </form>
          )}
          <a href="/">Read the papers here</a>
        </div>
      </>
    )
  })
}

export function restoredPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Undone',
    heading: 'You are subscribed again',
    children: (
      <>
        <div class="prose">
          <p>Nothing was lost: the next edition comes as it always did.</p>
        </div>
        <p class="actions">
          <a class="button" href="/">
            Read today’s papers
          </a>
        </p>
      </>
    )
  })
}

export function undoTooLatePage(config: Config): string {
  return plainPage(config, {
    kicker: 'Unsubscribed',
    heading: 'It is too late for undo',
    children: (
      <>
        <div class="prose">
          <p>An unsubscription can be taken back for an hour. To come back now, enter your address again.</p>
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
