import type { Config } from '../../platform/config.ts'
import { plainPage } from './plain-page.tsx'

/** Where "this was not me" of a confirmation mail leads. Only its button does anything. */
export function notMePage(config: Config, { maskedAddress }: { maskedAddress: string }): string {
  return plainPage(config, {
    kicker: 'This was not me',
    heading: 'Never write to this address?',
    children: (
      <>
        <div class="prose">
          <p>
            Somebody entered <strong class="address">{maskedAddress}</strong> at {config.siteName}. If it was not you,
            one click keeps us from ever writing to it again, whoever enters it.
          </p>
        </div>
        <form method="post">
          <button type="submit">Never write to me</button>
        </form>
        <div class="prose">
          <p class="quiet">
            Without the click nothing more comes either, unless somebody enters the address again.{' '}
            {config.contactEmail === undefined
              ? 'Only the operator can take it back.'
              : `Only the operator can take it back: ${config.contactEmail}.`}
          </p>
        </div>
      </>
    )
  })
}

export function suppressedPage(config: Config, { maskedAddress }: { maskedAddress: string }): string {
  return plainPage(config, {
    kicker: 'Done',
    heading: 'We will not write to you again',
    children: (
      <>
        <div class="prose">
          <p>
            No mail goes to <strong class="address">{maskedAddress}</strong> any more, and what the sign-up left has
            been deleted.
          </p>
          {config.contactEmail === undefined ? null : (
            <p class="quiet">Was that a mistake? Write to {config.contactEmail}, who can lift it.</p>
          )}
        </div>
      </>
    )
  })
}
