import { say, type Words } from '../../mail/words/words.ts'
import { renderPage } from './layout.tsx'
import { plainPage } from './plain-page.tsx'
import { SignUpForm } from './sign-up-form.tsx'
import { signUpScriptPath } from './sign-up-script.ts'
import type { Site } from './site.ts'

/** The answer to every well-formed sign-up, whoever asks: it must not tell who is subscribed. */
export function signedUpPage(site: Site): string {
  const { config, words } = site
  return plainPage(site, {
    kicker: say(words, 'signUp.step'),
    heading: say(words, 'signUp.look'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'signUp.onItsWay')}</p>
        </div>
        <CodeForm words={words} />
        <div class="prose">
          <p class="quiet">{say(words, 'signUp.missing')}</p>
        </div>
        <p class="actions">
          {config.local ? (
            <a class="button" href="/inbox">
              {say(words, 'go.inbox')}
            </a>
          ) : null}
          <a href="/">{say(words, 'go.backToPapers')}</a>
        </p>
      </>
    )
  })
}

/** For the page left open. It asks for the address anew: what was typed is on no page that all are answered with. */
function CodeForm({ words, email, mistake }: { words: Words; email?: string; mistake?: string }) {
  return (
    <form class="sign-up" method="post" action="/subscriptions/code">
      {mistake === undefined ? null : (
        <p class="mistake" id="code-mistake" role="alert">
          {mistake}
        </p>
      )}
      <label htmlFor="code">{say(words, 'code.label')}</label>
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
        {say(words, 'signUp.email')}
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
          placeholder={say(words, 'signUp.example')}
          value={email}
        />
        <button type="submit">{say(words, 'code.button')}</button>
      </div>
      <script src={signUpScriptPath} defer />
    </form>
  )
}

/** The same page for every code that does not work, whatever the reason. */
export function wrongCodePage(site: Site, { email, mistake }: { email: string; mistake: string }): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'signUp.step'),
    heading: say(words, 'code.heading'),
    children: <CodeForm words={words} email={email} mistake={mistake} />
  })
}

/** The form again, with what was typed and what is wrong with it. */
export function signUpMistakePage(site: Site, { email, mistake }: { email: string; mistake: string }): string {
  const { words } = site
  return renderPage({
    site,
    title: say(words, 'signUp.title'),
    children: (
      <div class="column plain">
        <h1>{say(words, 'signUp.heading')}</h1>
        <SignUpForm words={words} email={email} mistake={mistake} />
      </div>
    )
  })
}
