import { say } from '../../mail/words/words.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** Where the unsubscribe link of a mail leads: one plain button. */
export function unsubscribePage(
  site: Site,
  { maskedAddress, subscribed }: { maskedAddress: string; subscribed: boolean }
): string {
  if (!subscribed) return notSubscribedPage(site, maskedAddress)
  const { config, words } = site
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'unsubscribe.kicker'),
    heading: say(words, 'unsubscribe.heading'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'unsubscribe.what', { address, site: config.siteName })}</p>
        </div>
        <form method="post">
          <button type="submit">{say(words, 'unsubscribe.button')}</button>
        </form>
        <p class="actions">
          <a href="/">{say(words, 'unsubscribe.keep')}</a>
        </p>
      </>
    )
  })
}

/** Without an address where it was erased. */
export function notSubscribedPage(site: Site, maskedAddress?: string): string {
  const { words } = site
  const { siteName } = site.config
  return plainPage(site, {
    kicker: say(words, 'unsubscribe.kicker'),
    heading: say(words, 'unsubscribe.noMail'),
    children: (
      <>
        <div class="prose">
          <p>
            {maskedAddress === undefined
              ? say(words, 'unsubscribe.notIt', { site: siteName })
              : sentence(words, 'unsubscribe.not', {
                  address: <strong class="address">{maskedAddress}</strong>,
                  site: siteName
                })}
          </p>
        </div>
        <p class="actions">
          <a class="button" href="/">
            {say(words, 'go.readPapersHere')}
          </a>
        </p>
      </>
    )
  })
}

export function unsubscribedPage(
  site: Site,
  { maskedAddress, undoAction }: { maskedAddress: string; undoAction: string | undefined }
): string {
  const { words } = site
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'unsubscribe.done'),
    heading: say(words, 'unsubscribe.noMore'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'unsubscribe.ended', { address })}</p>
          {undoAction === undefined ? null : <p>{say(words, 'unsubscribe.mistake')}</p>}
        </div>
        <div class="actions">
          {undoAction === undefined ? null : (
            <form method="post" action={undoAction}>
              <button class="second" type="submit">
                {say(words, 'unsubscribe.undo')}
              </button>
            </form>
          )}
          <a href="/">{say(words, 'go.readPapersHere')}</a>
        </div>
      </>
    )
  })
}

export function restoredPage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'unsubscribe.undone'),
    heading: say(words, 'unsubscribe.again'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'unsubscribe.nothingLost')}</p>
        </div>
        <p class="actions">
          <a class="button" href="/">
            {say(words, 'go.readToday')}
          </a>
        </p>
      </>
    )
  })
}

export function undoTooLatePage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'unsubscribe.done'),
    heading: say(words, 'unsubscribe.tooLate'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'unsubscribe.anHour')}</p>
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
