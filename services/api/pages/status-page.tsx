import type { TodayStatus } from '../../editions/today.ts'
import { type SourceState, sourceLabel } from '../../papers/readings.ts'
import type { Config } from '../../platform/config.ts'
import { longDay, moment, weekdayOf } from './dates.ts'
import { renderPage } from './layout.tsx'

const words: Record<TodayStatus['state'], { heading: string; tone: 'good' | 'bad' | 'busy' | 'calm' }> = {
  collecting: { heading: 'Collecting papers', tone: 'busy' },
  held: { heading: 'Waiting for papers', tone: 'busy' },
  quiet: { heading: 'A quiet day', tone: 'calm' },
  sending: { heading: 'On its way', tone: 'busy' },
  paused: { heading: 'Paused', tone: 'busy' },
  sent: { heading: 'Sent', tone: 'good' },
  cancelled: { heading: 'Cancelled', tone: 'bad' },
  failed: { heading: 'Something is wrong', tone: 'bad' }
}

/** What became of today's edition, for readers who wonder where it is. */
export function statusPage(config: Config, status: TodayStatus): string {
  const { heading, tone } = words[status.state]
  const zone = config.digestTimezone
  return renderPage({
    config,
    title: 'Today’s edition',
    description: `Where today's edition of ${config.siteName} is.`,
    canonical: '/status/today',
    current: 'status',
    children: (
      <div class="column plain">
        <p class="kicker">Today’s edition</p>
        <h1>{heading}</h1>
        <div class="prose">
          <p>{sentence(status.reason)}</p>
        </div>
        <table class="table section">
          <tbody>
            <tr>
              <th scope="row">State</th>
              <td>
                <span class={`state ${tone}`}>{status.state}</span>
              </td>
            </tr>
            <tr>
              <th scope="row">Papers of</th>
              <td>
                <a href={`/papers/${status.feedDay}`}>
                  {weekdayOf(status.feedDay)}, {longDay(status.feedDay)}
                </a>
              </td>
            </tr>
            <tr>
              <th scope="row">Today’s edition leaves</th>
              <td>
                <time dateTime={status.freezeAt.toISOString()}>{moment(status.freezeAt, zone)}</time>
              </td>
            </tr>
            {status.nextFreezeAt > status.freezeAt ? (
              <tr>
                <th scope="row">The next one</th>
                <td>
                  <time dateTime={status.nextFreezeAt.toISOString()}>{moment(status.nextFreezeAt, zone)}</time>
                </td>
              </tr>
            ) : null}
            {status.sources.map((source) => (
              <tr key={source.source}>
                <th scope="row">{sourceLabel(source.source)}</th>
                <td>{readText(source, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  })
}

function readText({ readAt, fault }: SourceState, zone: string): string {
  const last = readAt === undefined ? 'Not read yet' : `Read ${moment(readAt, zone)}`
  return fault === undefined ? last : `${last}; cannot be read now: ${fault}`
}

function sentence(reason: string): string {
  return `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}.`
}
