import type { OpenDraft } from '../../delivery/open-draft.ts'
import { moment, shortDate } from '../../mail/words/dates.ts'
import { say } from '../../mail/words/words.ts'
import { capital } from './capital.ts'
import { plainPage } from './plain-page.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

type Standing = Extract<OpenDraft, { freezeAt: Date }>

/** Where the link of a draft leads while the edition can be held. Only its button does, because mail scanners open links. */
export function draftPage(site: Site, token: string, draft: Standing): string {
  const { config, words } = site
  const { day, papers, candidates } = draft
  const counts = { shown: papers.length, count: candidates }
  return plainPage(site, {
    kicker: say(words, 'draftPage.kicker'),
    heading: say(words, 'draftPage.heading', { day: shortDate(day, words) }),
    children: (
      <>
        <State site={site} draft={draft} />
        {draft.kind === 'held' ? (
          <form method="post" action={`/draft/${token}/release`}>
            <button type="submit">{say(words, 'draftPage.release')}</button>
          </form>
        ) : (
          <form method="post" action={`/draft/${token}`}>
            <button type="submit">{say(words, 'draftPage.hold')}</button>
          </form>
        )}
        <section class="section" aria-labelledby="list">
          <h2 id="list">{say(words, papers.length === 0 ? 'draftPage.none' : 'draftPage.ranked')}</h2>
          <div class="prose">
            <p class="quiet">
              {candidates < config.digestMin
                ? say(words, 'draftPage.few', { ...counts, minimum: config.digestMin })
                : say(words, 'draftPage.shown', counts)}
            </p>
          </div>
          <List papers={papers} />
        </section>
      </>
    )
  })
}

function State({ site: { config, words }, draft: { freezeAt, overdue, hold } }: { site: Site; draft: Standing }) {
  const zone = config.digestTimezone
  const leaves = <time dateTime={freezeAt.toISOString()}>{moment(freezeAt, zone, words)}</time>
  if (hold === undefined) {
    return (
      <div class="prose">
        <p>{sentence(words, overdue ? 'draftPage.overdue' : 'draftPage.leaves', { moment: leaves })}</p>
      </div>
    )
  }
  const held = <strong>{say(words, 'draftPage.heldBy', { curator: hold.by })}</strong>
  const times = { held, since: moment(hold.at, zone, words), moment: leaves }
  return (
    <div class="prose">
      <p>
        {hold.reason === null
          ? sentence(words, 'draftPage.held', times)
          : sentence(words, 'draftPage.heldFor', { ...times, reason: hold.reason })}
      </p>
    </div>
  )
}

function List({ papers }: Pick<Standing, 'papers'>) {
  return (
    <ol class="papers">
      {papers.map((paper, index) => (
        <li key={index}>
          <article class="paper">
            <span class="place" aria-hidden="true">
              {index + 1}
            </span>
            <h3 class="title">
              <a href={paper.url}>{paper.title}</a>
            </h3>
            <p class="reason">{paper.reason}</p>
            <p class="authors">{paper.score}</p>
          </article>
        </li>
      ))}
    </ol>
  )
}

/** Where the link leads once the freeze is over. */
export function settledPage(site: Site, { day, reason }: { day: string; reason: string }): string {
  const { words } = site
  return plainPage(site, {
    kicker: say(words, 'draftPage.kicker'),
    heading: say(words, 'draftPage.settled', { day: shortDate(day, words) }),
    children: (
      <>
        <div class="prose">
          <p>{say(words, 'status.reason', { reason: capital(reason, words) })}</p>
        </div>
        <p class="actions">
          <a class="button" href="/status/today">
            {say(words, 'go.todaysEdition')}
          </a>
        </p>
      </>
    )
  })
}
