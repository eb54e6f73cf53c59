import type { Config } from '../../platform/config.ts'
import { renderPage } from './layout.tsx'
import { plainPage } from './plain-page.tsx'
import { SignUpForm } from './sign-up-form.tsx'
import { signUpScriptPath } from './sign-up-script.ts'

/** The answer to every well-formed sign-up, whoever asks: it must not tell who is subscribed. */
export function signedUpPage(config: Config): string {
  return plainPage(config, {
    kicker: 'One more step',
    heading: 'Look into your mailbox',
    children: (
      <>
        <div class="prose">
          <p>
            If this address can be subscribed, a mail is on its way to it. Open it and press its button within two days,
            or type its code here: only then does the daily digest begin.
          </p>
        </div>
        <CodeForm />
        <div class="prose">
          <p class="quiet">
            Nothing there after a few minutes? Look among the junk mail, and check the address for typing mistakes. Who
            is subscribed already gets a mail that says so, at most once a day.
          </p>
        </div>
        <p class="actions">
          {config.local ? (
            <a class="button" href="/inbox">
              Open the inbox
            </a>
          ) : null}
          <a href="/">Back to the papers</a>
        </p>
      </>
    )
  })
}

/** For the page left open. It asks for the address anew: what was typed is on no page that all are answered with. */
function CodeForm({ email, mistake }: { email?: string; mistake?: string }) {
  return (
    <form class="sign-up" method="post" action="/subscriptions/code">
      {mistake === undefined ? null : (
        <p class="mistake" id="code-mistake" role="alert">
          {mistake}
        </p>
      )}
      <label htmlFor="code">The six digits from the mail</label>
      <div class="row">
        <input
          id="code"
          class="code"
          name="code"
          type="text"
          required
          inputMode="numeric"
          autocomplete="one-time-code"
          pattern="[0-9 ]{6,8}"
          maxLength={8}
          placeholder="123456"
          aria-describedby={mistake === undefined ? undefined : 'code-mistake'}
          aria-invalid={mistake === undefined ? undefined : 'true'}
        />
      </div>
      <label class="below" htmlFor="code-email">
        Your email address
      </label>
      <div class="row">
        <input
          id="code-email"
          name="email"
          type="email"
          required
          maxLength={254}
          autocomplete="email"
          spellcheck={false}
          placeholder="you@example.org"
          value={email}
        />
        <button type="submit">Confirm</button>
      </div>
      <script src={signUpScriptPath} defer />
    </form>
  )
}

/** The same page for every code that does not work, whatever the reason. */
export function wrongCodePage(config: Config, { email, mistake }: { email: string; mistake: string }): string {
  return plainPage(config, {
    kicker: 'One more step',
    heading: 'That code did not work',
    children: <CodeForm email={email} mistake={mistake} />
  })
}

/** The form again, with what was typed and what is wrong with it. */
export function signUpMistakePage(config: Config, { email, mistake }: { email: string; mistake: string }): string {
  return renderPage({
    config,
    title: 'Subscribe',
    children: (
      <div class="column plain">
        <h1>Get trending papers in your email inbox!</h1>
        <SignUpForm email={email} mistake={mistake} />
      </div>
    )
  })
}
