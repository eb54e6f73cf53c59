import type { OpenDraft } from '../../delivery/open-draft.ts'
import type { Config } from '../../platform/config.ts'
import { longDay, moment } from './dates.ts'
import { plainPage } from './plain-page.tsx'

type Standing = Extract<OpenDraft, { freezeAt: Date }>

/** Where the link of a draft leads while the edition can be held. Only its button does, because mail scanners open links. */
export function draftPage(config: Config, token: string, draft: Standing): string {
  const { day, papers, candidates } = draft
  return plainPage(config, {
    kicker: 'Draft for the curator',
    heading: `The edition of ${longDay(day)}`,
    children: (
      <>
        <State config={config} draft={draft} />
        {draft.kind === 'held' ? (
          <form method="post" action={`/draft/${token}/release`}>
            <button type="submit">Release the edition</button>
          </form>
        ) : (
          <form method="post" action={`/draft/${token}`}>
            <button type="submit">Hold the edition</button>
          </form>
        )}
        <section class="section" aria-labelledby="list">
          <h2 id="list">{papers.length === 0 ? 'No papers yet' : 'As ranked now'}</h2>
          <div class="prose">
            <p class="quiet">
              {papers.length} of {candidates} {candidates === 1 ? 'candidate' : 'candidates'}
              {candidates < config.digestMin
                ? `. An edition takes ${config.digestMin}: with fewer there is no mail, and the papers join the next one.`
                : '. The list may change until the edition leaves.'}
            </p>
          </div>
          <List papers={papers} />
        </section>
      </>
    )
  })
}

function State({ config, draft: { freezeAt, overdue, hold } }: { config: Config; draft: Standing }) {
  const leaves = <time dateTime={freezeAt.toISOString()}>{moment(freezeAt, config.digestTimezone)}</time>
  if (hold === undefined) {
    return (
      <div class="prose">
        {overdue ? (
          <p>Its time was {leaves}: it leaves as soon as its list is complete.</p>
        ) : (
          <p>It leaves on {leaves}. Held, it waits until it is released.</p>
        )}
      </div>
    )
  }
  return (
    <div class="prose">
      <p>
        <strong>Held by {hold.by}</strong> since {moment(hold.at, config.digestTimezone)}
        {hold.reason === null ? '.' : `: ${hold.reason}.`} Its time is {leaves}; released after that, it leaves at once.
        Still held when the next edition is due, its papers join that one.
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
export function settledPage(config: Config, { day, reason }: { day: string; reason: string }): string {
  return plainPage(config, {
    kicker: 'Draft for the curator',
    heading: `The edition of ${longDay(day)} can no longer be held`,
    children: (
      <>
        <div class="prose">
          <p>{`${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`}</p>
        </div>
        <p class="actions">
          <a class="button" href="/status/today">
            See today’s edition
          </a>
        </p>
      </>
    )
  })
}
