import type { ComponentChildren } from 'preact'
import type { RecentAlarm } from '../../delivery/alarms/recent-alarms.ts'
import type { SendingPause } from '../../delivery/limits/list-pauses.ts'
import type { TodayStatus } from '../../editions/today.ts'
import type { Config } from '../../platform/config.ts'
import { longDay, moment } from './dates.ts'
import { renderPage } from './layout.tsx'

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
export function adminPage(config: Config, overview: Overview): string {
  const { today, alarms, subscribers, newestEdition, noticesOwed, pauses, queueBacklog, lastError, jobs } = overview
  const zone = config.digestTimezone
  return renderPage({
    config,
    title: 'Admin',
    children: (
      <div class="column plain">
        <p class="kicker">Admin</p>
        <h1>How it is</h1>

        <Section heading="Today">
          <Row name="State" value={capital(today.state)} />
          <Row name="Why" value={capital(today.reason)} />
          <Row name="Covers the feed day" value={longDay(today.feedDay)} />
          <Row name="Today’s freeze" value={moment(today.freezeAt, zone)} />
          <Row name="Next freeze" value={moment(today.nextFreezeAt, zone)} />
        </Section>

        <Section heading="Alarms of the last seven days">
          {alarms.length === 0 ? (
            <Row name="None" value="Nothing called for the operator" />
          ) : (
            alarms.map(({ key, text, raisedAt }) => <Row key={key} name={moment(raisedAt, zone)} value={text} />)
          )}
        </Section>

        <Section heading="Last error">
          {lastError === null ? (
            <Row name="None" value="Nothing has gone wrong that is on record" />
          ) : (
            <>
              <Row name="What" value={capital(lastError.what)} />
              <Row name="When" value={moment(lastError.at, zone)} />
              <Row name="Why" value={lastError.reason} />
            </>
          )}
        </Section>

        <Section heading="Workers">
          {jobs.length === 0 ? (
            <Row name="None" value="No worker has run yet" />
          ) : (
            jobs.map(({ job, lastRunAt }) => <Row key={job} name={`Last ${job}`} value={moment(lastRunAt, zone)} />)
          )}
        </Section>

        <Section heading="Subscribers">
          <Counts counts={subscribers} none="Nobody has signed up yet" />
        </Section>

        <Section heading="Newest edition">
          {newestEdition === null ? (
            <Row name="None" value="No edition was made yet" />
          ) : (
            <>
              <Row
                name="Feed day"
                value={newestEdition.feedDay === null ? 'The sample' : longDay(newestEdition.feedDay)}
              />
              <Row name="State" value={capital(newestEdition.state)} />
              <Row name="Deliveries expected" value={newestEdition.expected} />
              <Counts counts={newestEdition.deliveries} none="No delivery is planned" />
            </>
          )}
        </Section>

        <Section heading="Waiting">
          <Row name="Notices owed" value={noticesOwed} />
          {pauses.map(({ domain, why, until, reply }) => (
            <Row
              key={domain}
              name={domain ?? 'All mails'}
              value={`${pauseReasons[why]}; tried again ${moment(until, zone)}: ${reply}`}
            />
          ))}
          {queueBacklog === null ? (
            <Row name="Queue" value="It does not answer; the sweep goes on without it" />
          ) : (
            <Counts counts={queueBacklog} prefix="Nudges: " none="There is no queue" />
          )}
        </Section>
      </div>
    )
  })
}

const pauseReasons: Record<SendingPause['why'], string> = {
  rate: 'It asked for fewer mails',
  policy: 'It refuses our mails',
  relay: 'The relay takes none because of itself or our settings',
  unreachable: 'The relay cannot be reached'
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

function Row({ name, value }: { name: string; value: string | number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class={typeof value === 'number' ? 'number' : undefined}>
        {typeof value === 'number' ? value.toLocaleString('en-US') : value}
      </td>
    </tr>
  )
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

function Counts({ counts, none, prefix = '' }: { counts: Record<string, number>; none: string; prefix?: string }) {
  const entries = Object.entries(counts).toSorted(([, a], [, b]) => b - a)
  if (entries.length === 0) return <Row name="None" value={none} />
  return (
    <>
      {entries.map(([name, count]) => (
        <Row key={name} name={capital(`${prefix}${name.replace('_', ' ')}`)} value={count} />
      ))}
    </>
  )
}
