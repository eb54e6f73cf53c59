import { say, type Words } from '../../mail/words/words.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

interface AccountShown {
  maskedAddress: string
  state: string
  /** What was wrong with the address that was typed. */
  mistake?: { email: string; text: string }
}

/** What the owner of an address can do. Each button uses the link up. */
export function accountPage(site: Site, { maskedAddress, state, mistake }: AccountShown): string {
  const { words } = site
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, 'account.kicker'),
    heading: say(words, 'account.heading'),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, 'account.about', { address })}</p>
        </div>
        {state === 'active' || state === 'paused' ? <MoveForm words={words} mistake={mistake} /> : null}
        <form method="post">
          <div class="prose more">
            <h2>{say(words, 'account.copy')}</h2>
            <p>{say(words, 'account.copyNote')}</p>
          </div>
          <input type="hidden" name="action" value="export" />
          <p class="actions">
            <button class="second" type="submit">
              {say(words, 'account.download')}
            </button>
          </p>
        </form>
        <form method="post">
          <div class="prose more">
            <h2>{say(words, 'account.erase')}</h2>
            <p>{say(words, 'account.eraseNote')}</p>
          </div>
          <p class="sure">
            <input id="sure" type="checkbox" name="sure" value="yes" required />
            <label htmlFor="sure">{say(words, 'account.sure')}</label>
          </p>
          <input type="hidden" name="action" value="erase" />
          <p class="actions">
            <button class="second" type="submit">
              {say(words, 'account.erase')}
            </button>
          </p>
        </form>
      </>
    )
  })
}

function MoveForm({ words, mistake }: { words: Words; mistake: AccountShown['mistake'] | undefined }) {
  return (
    <form class="sign-up" method="post">
      <div class="prose more">
        <h2>{say(words, 'account.move')}</h2>
        <p>{say(words, 'account.moveNote')}</p>
      </div>
      <label htmlFor="new-email">{say(words, 'account.newEmail')}</label>
      {mistake === undefined ? null : (
        <p class="mistake" id="move-mistake" role="alert">
          {mistake.text}
        </p>
      )}
      <div class="row">
        <input
          id="new-email"
          name="email"
          type="email"
          required
          maxLength={254}
          autocomplete="email"
          spellcheck={false}
          value={mistake?.email}
          aria-describedby={mistake === undefined ? undefined : 'move-mistake'}
          aria-invalid={mistake === undefined ? undefined : 'true'}
        />
        <input type="hidden" name="action" value="move" />
        <button type="submit">{say(words, 'account.ask')}</button>
      </div>
    </form>
  )
}

export function moveAskedPage(site: Site): string {
  const { config, words } = site
  return plainPage(site, {
    kicker: say(words, 'signUp.step'),
    heading: say(words, 'account.lookNew'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'account.moveAsked')}</p>
          <p class="quiet">{say(words, 'account.moveKnown')}</p>
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

export function erasedPage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'account.done'),
    heading: say(words, 'account.erased'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'account.erasedNote')}</p>
          <p class="quiet">{say(words, 'account.backups')}</p>
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
