import type { Config } from '../../platform/config.ts'
import { plainPage } from './plain-page.tsx'

interface AccountShown {
  maskedAddress: string
  state: string
  /** What was wrong with the address that was typed. */
  mistake?: { email: string; text: string }
}

/** What the owner of an address can do. Each button uses the link up. */
export function accountPage(config: Config, { maskedAddress, state, mistake }: AccountShown): string {
  return plainPage(config, {
    kicker: 'Your account',
    heading: 'What is kept about you',
    children: (
      <>
        <div class="prose">
          <p>
            This page is about <strong class="address">{maskedAddress}</strong>. Its link works for one of these, once;
            for another, ask for a fresh one.
          </p>
        </div>
        {state === 'active' || state === 'paused' ? <MoveForm mistake={mistake} /> : null}
        <form method="post">
          <div class="prose more">
            <h2>A copy</h2>
            <p>Everything that is kept about you, in one file: your consent, your requests, and every mail.</p>
          </div>
          <input type="hidden" name="action" value="export" />
          <p class="actions">
            <button class="second" type="submit">
              Download the copy
            </button>
          </p>
        </form>
        <form method="post">
          <div class="prose more">
            <h2>Erase everything</h2>
            <p>
              The subscription ends, and your address and all that goes with it are deleted for good. A code that nobody
              can turn back into the address stays, so that no list brings it back. You can always subscribe again.
            </p>
          </div>
          <p class="sure">
            <input id="sure" type="checkbox" name="sure" value="yes" required />
            <label htmlFor="sure">Yes, erase it for good</label>
          </p>
          <input type="hidden" name="action" value="erase" />
          <p class="actions">
            <button class="second" type="submit">
              Erase everything
            </button>
          </p>
        </form>
      </>
    )
  })
}

function MoveForm({ mistake }: { mistake: AccountShown['mistake'] | undefined }) {
  return (
    <form class="sign-up" method="post">
      <div class="prose more">
        <h2>Another address</h2>
        <p>
          A mail goes to the new address, with a button to press. From then on the papers go there, and everything else
          stays as it was.
        </p>
      </div>
      <label htmlFor="new-email">The new email address</label>
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
        <button type="submit">Ask the new address</button>
      </div>
    </form>
  )
}

export function moveAskedPage(config: Config): string {
  return plainPage(config, {
    kicker: 'One more step',
    heading: 'Look into the new mailbox',
    children: (
      <>
        <div class="prose">
          <p>
            If the new address can take over, a mail is on its way to it. Press the button in it within two days. Until
            then everything stays as it is.
          </p>
          <p class="quiet">
            An address that was subscribed here before gets no such mail: subscribe it on the front page, and
            unsubscribe the old one.
          </p>
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

export function erasedPage(config: Config): string {
  return plainPage(config, {
    kicker: 'Done',
    heading: 'Everything is erased',
    children: (
      <>
        <div class="prose">
          <p>The subscription has ended and your address is deleted. No mail follows.</p>
          <p class="quiet">Backups that the operator made before keep a copy until they are replaced.</p>
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
