import { say, type Words } from '../../mail/words/words.ts'
import { signUpScriptPath } from './sign-up-script.ts'

/** A field that people never see; a program that fills it in is answered like everyone and written nowhere. */
export const trapField = 'website'

/** The field that says when the form was shown. */
export const stampField = 'shown'

/** Stands in a rendered page, which may be kept, until it is sent: then it becomes the moment. */
export const stampSlot = 'form-stamp-of-the-moment'

/** The form. After a mistake it keeps what was typed and says what is wrong with it beside the field. */
export function SignUpForm({ words, email, mistake }: { words: Words; email?: string; mistake?: string }) {
  return (
    <form class="sign-up" method="post" action="/subscriptions">
      <label htmlFor="email">{say(words, 'signUp.email')}</label>
      {mistake === undefined ? null : (
        <p class="mistake" id="sign-up-mistake" role="alert">
          {mistake}
        </p>
      )}
      <div class="row">
        <input
          id="email"
          name="email"
          type="email"
          required
          maxLength={254}
          autocomplete="email"
          inputMode="email"
          spellcheck={false}
          placeholder={say(words, 'signUp.example')}
          value={email}
          aria-describedby={mistake === undefined ? 'sign-up-consent' : 'sign-up-mistake sign-up-consent'}
          aria-invalid={mistake === undefined ? undefined : 'true'}
        />
        <button type="submit">{say(words, 'signUp.button')}</button>
      </div>
      <div class="trap" aria-hidden="true">
        <label htmlFor="website">{say(words, 'signUp.trap')}</label>
        <input id="website" name={trapField} type="text" tabIndex={-1} autocomplete="off" />
      </div>
      <input type="hidden" name={stampField} value={stampSlot} />
      <input type="hidden" name="proof" />
      <p class="hint" id="sign-up-consent">
        {say(words, 'signUp.consent')}
      </p>
      <script src={signUpScriptPath} defer />
    </form>
  )
}
