import type { Config } from '../../platform/config.ts'
import { renderPage } from './layout.tsx'
import { plainPage } from './plain-page.tsx'
import { SignUpForm } from './sign-up-form.tsx'

/** The answer to every well-formed sign-up, whoever asks: it must not tell who is subscribed. */
export function signedUpPage(config: Config): string {
  return plainPage(config, {
    kicker: 'One more step',
    heading: 'Look into your mailbox',
    children: (
      <>
        <div class="prose">
          <p>
            If this address can be subscribed, a mail is on its way to it. Open it and press its button within two days:
            only then does the daily digest begin.
          </p>
          <p class="quiet">
            Nothing there after a few minutes? Look among the junk mail, and check the address for typing mistakes. An
            address that is already subscribed gets no second mail.
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
