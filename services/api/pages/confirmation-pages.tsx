import { say } from '../../mail/words/words.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

/** Where the link of a confirmation mail leads. Only its button confirms, because mail scanners open links. */
export function confirmPage(site: Site, { maskedAddress, moves }: { maskedAddress: string; moves: boolean }): string {
  const { config, words } = site
  const step = moves ? 'move' : 'confirm'
  const address = <strong class="address">{maskedAddress}</strong>
  return plainPage(site, {
    kicker: say(words, `${step}.kicker`),
    heading: say(words, `${step}.heading`),
    children: (
      <>
        <div class="prose">
          <p>{sentence(words, `${step}.what`, { address, site: config.siteName })}</p>
        </div>
        <form method="post">
          <button type="submit">{say(words, `${step}.button`)}</button>
        </form>
        <div class="prose">
          <p class="quiet">{say(words, `${step}.notYou`)}</p>
        </div>
      </>
    )
  })
}

export function movedPage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'move.done'),
    heading: say(words, 'move.comeHere'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'move.rest')}</p>
        </div>
        <Next site={site} />
      </>
    )
  })
}

export function confirmedPage(site: Site): string {
  const { config, words } = site
  return plainPage(site, {
    kicker: say(words, 'confirm.done'),
    heading: say(words, 'confirm.subscribed'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'confirm.welcome', { time: config.digestTime, zone: config.digestTimezone })}</p>
          <p class="quiet">{say(words, 'confirm.end')}</p>
        </div>
        <Next site={site} />
      </>
    )
  })
}

export function alreadyConfirmedPage(site: Site): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'confirm.already'),
    heading: say(words, 'confirm.isConfirmed'),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'confirm.nothingLeft')}</p>
        </div>
        <Next site={site} />
      </>
    )
  })
}

function Next({ site: { config, words } }: { site: Site }) {
  return (
    <p class="actions">
      {config.local ? (
        <a class="button" href="/inbox">
          {say(words, 'go.inbox')}
        </a>
      ) : null}
      <a class={config.local ? undefined : 'button'} href="/">
        {say(words, 'go.readToday')}
      </a>
    </p>
  )
}
