import type { ComponentChildren } from 'preact'
import type { RecentAlarm } from '../../delivery/alarms/recent-alarms.ts'
import type { SendingPause } from '../../delivery/limits/list-pauses.ts'
import type { TodayStatus } from '../../editions/today.ts'
import { moment, shortDate } from '../../mail/words/dates.ts'
import { say, sayName, sayNumber, type Words } from '../../mail/words/words.ts'
import { capital } from './capital.ts'
import { renderPage } from './layout.tsx'
import type { Site } from './site.ts'

/** What the operator is shown, and what `/admin` answers as JSON. */
export interface Overview {
  today: TodayStatus
  /** Of the last seven days, newest first. */
  alarms: RecentAlarm[]
  subscribers: Record<string, number>
  newestEdition: {
    feedDay: string | null
    state: string
    expected: number
    deliveries: Record<string, number>
  } | null
  noticesOwed: number
  /** Where nothing is sent at present. */
  pauses: SendingPause[]
  /** null: the queue does not answer. */
  queueBacklog: Record<string, number> | null
  lastError: { at: Date; what: string; reason: string } | null
  jobs: { job: string; lastRunAt: Date }[]
}

/** One honest page: what is, without a button that would do anything. */
export function adminPage(site: Site, overview: Overview): string {
  const { config, words } = site
  const { today, alarms, subscribers, newestEdition, noticesOwed, pauses, queueBacklog, lastError, jobs } = overview
  const at = (instant: Date) => moment(instant, config.digestTimezone, words)
  return renderPage({
    site,
    title: say(words, 'admin.title'),
    children: (
      <div class="column plain">
        <p class="kicker">{say(words, 'admin.title')}</p>
        <h1>{say(words, 'admin.heading')}</h1>

        <Section heading={say(words, 'admin.today')}>
          <Row words={words} name={say(words, 'admin.state')} value={capital(sayName(words, today.state), words)} />
          <Row words={words} name={say(words, 'admin.why')} value={capital(today.reason, words)} />
          <Row words={words} name={say(words, 'admin.covers')} value={shortDate(today.feedDay, words)} />
          <Row words={words} name={say(words, 'admin.freeze')} value={at(today.freezeAt)} />
          <Row words={words} name={say(words, 'admin.nextFreeze')} value={at(today.nextFreezeAt)} />
        </Section>

        <Section heading={say(words, 'admin.alarms')}>
          {alarms.length === 0 ? (
            <Row words={words} name={say(words, 'admin.none')} value={say(words, 'admin.noAlarm')} />
          ) : (
            alarms.map(({ key, text, raisedAt }) => <Row words={words} key={key} name={at(raisedAt)} value={text} />)
          )}
        </Section>

        <Section heading={say(words, 'admin.lastError')}>
          {lastError === null ? (
            <Row words={words} name={say(words, 'admin.none')} value={say(words, 'admin.noError')} />
          ) : (
            <>
              <Row
                words={words}
                name={say(words, 'admin.what')}
                value={capital(happened(words, lastError.what), words)}
              />
              <Row words={words} name={say(words, 'admin.when')} value={at(lastError.at)} />
              <Row words={words} name={say(words, 'admin.why')} value={lastError.reason} />
            </>
          )}
        </Section>

        <Section heading={say(words, 'admin.workers')}>
          {jobs.length === 0 ? (
            <Row words={words} name={say(words, 'admin.none')} value={say(words, 'admin.noWorker')} />
          ) : (
            jobs.map(({ job, lastRunAt }) => (
              <Row
                words={words}
                key={job}
                name={say(words, 'admin.lastRun', { job: sayName(words, job) })}
                value={at(lastRunAt)}
              />
            ))
          )}
        </Section>

        <Section heading={say(words, 'admin.subscribers')}>
          <Counts words={words} counts={subscribers} none={say(words, 'admin.nobody')} />
        </Section>

        <Section heading={say(words, 'admin.newest')}>
          {newestEdition === null ? (
            <Row words={words} name={say(words, 'admin.none')} value={say(words, 'admin.noEdition')} />
          ) : (
            <>
              <Row
                words={words}
                name={say(words, 'admin.day')}
                value={
                  newestEdition.feedDay === null ? say(words, 'admin.sample') : shortDate(newestEdition.feedDay, words)
                }
              />
              <Row
                words={words}
                name={say(words, 'admin.state')}
                value={capital(sayName(words, newestEdition.state), words)}
              />
              <Row words={words} name={say(words, 'admin.expected')} value={newestEdition.expected} />
              <Counts words={words} counts={newestEdition.deliveries} none={say(words, 'admin.noDelivery')} />
            </>
          )}
        </Section>

        <Section heading={say(words, 'admin.waiting')}>
          <Row words={words} name={say(words, 'admin.notices')} value={noticesOwed} />
          {pauses.map(({ domain, why, until, reply }) => (
            <Row
              words={words}
              key={domain}
              name={domain ?? say(words, 'admin.everywhere')}
              value={say(words, 'admin.pause', { why: say(words, `admin.pause.${why}`), moment: at(until), reply })}
            />
          ))}
          {queueBacklog === null ? (
            <Row words={words} name={say(words, 'admin.queue')} value={say(words, 'admin.queueAway')} />
          ) : (
            <Counts
              words={words}
              counts={queueBacklog}
              named={(queue) => say(words, 'admin.nudges', { queue })}
              none={say(words, 'admin.noQueue')}
            />
          )}
        </Section>
      </div>
    )
  })
}

/** "freeze missed", "job plan" */
function happened(words: Words, what: string): string {
  const [first = '', ...rest] = what.split(' ')
  return say(words, 'admin.happened', { what: sayName(words, first), outcome: sayName(words, rest.join('_')) })
}

function Section({ heading, children }: { heading: string; children: ComponentChildren }) {
  return (
    <section class="section">
      <h2>{heading}</h2>
      <table class="table">
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

function Row({ words, name, value }: { words: Words; name: string; value: string | number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class={typeof value === 'number' ? 'number' : undefined}>
        {typeof value === 'number' ? sayNumber(words, value) : value}
      </td>
    </tr>
  )
}

interface Counted {
  words: Words
  counts: Record<string, number>
  none: string
  named?: (name: string) => string
}

function Counts({ words, counts, none, named = (name) => name }: Counted) {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => b - a)
  if (entries.length === 0) return <Row words={words} name={say(words, 'admin.none')} value={none} />
  return (
    <>
      {entries.map(([name, count]) => (
        <Row words={words} key={name} name={capital(named(sayName(words, name)), words)} value={count} />
      ))}
    </>
  )
}
