import type { TodayStatus } from '../../editions/today.ts'
import { longDate, moment } from '../../mail/words/dates.ts'
import { say, sayName, type Words } from '../../mail/words/words.ts'
import { type SourceState, sourceLabel } from '../../papers/readings.ts'
import { capital } from './capital.ts'
import { renderPage } from './layout.tsx'
import type { Site } from './site.ts'

const tones: Record<TodayStatus['state'], 'good' | 'bad' | 'busy' | 'calm'> = {
  collecting: 'busy',
  held: 'busy',
  quiet: 'calm',
  sending: 'busy',
  paused: 'busy',
  sent: 'good',
  cancelled: 'bad',
  failed: 'bad'
}

/**
 * What became of today's edition, for readers who wonder where it is. `told`: the operator knows that it is late.
 * What an operator can do something about is on /admin and in the JSON.
 */
export function statusPage(site: Site, status: TodayStatus, { told }: { told: boolean }): string {
  const { config, words } = site
  const zone = config.digestTimezone
  return renderPage({
    site,
    title: say(words, 'status.title'),
    description: say(words, 'status.description', { site: config.siteName }),
    canonical: '/status/today',
    current: 'status',
    children: (
      <div class="column plain">
        <p class="kicker">{say(words, 'status.title')}</p>
        <h1>{say(words, `status.of.${status.state}`)}</h1>
        <div class="prose">
          <p>{say(words, told ? 'status.told' : 'status.reason', { reason: capital(status.said, words) })}</p>
        </div>
        <table class="table section">
          <tbody>
            <tr>
              <th scope="row">{say(words, 'status.state')}</th>
              <td>
                <span class={`state ${tones[status.state]}`}>{sayName(words, status.state)}</span>
              </td>
            </tr>
            <tr>
              <th scope="row">{say(words, 'status.papersOf')}</th>
              <td>
                <a href={`/papers/${status.feedDay}`}>{longDate(status.feedDay, words)}</a>
              </td>
            </tr>
            <tr>
              <th scope="row">{say(words, 'status.leaves')}</th>
              <td>
                <time dateTime={status.freezeAt.toISOString()}>{moment(status.freezeAt, zone, words)}</time>
              </td>
            </tr>
            {status.nextFreezeAt > status.freezeAt ? (
              <tr>
                <th scope="row">{say(words, 'status.next')}</th>
                <td>
                  <time dateTime={status.nextFreezeAt.toISOString()}>{moment(status.nextFreezeAt, zone, words)}</time>
                </td>
              </tr>
            ) : null}
            {status.sources.map((source) => (
              <tr key={source.source}>
                <th scope="row">{sourceLabel(source.source)}</th>
                <td>{readText(words, source, zone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )
  })
}

function readText(words: Words, { readAt, fault }: SourceState, zone: string): string {
  const read =
    readAt === undefined
      ? say(words, 'status.notRead')
      : say(words, 'status.read', { moment: moment(readAt, zone, words) })
  return fault === undefined ? read : say(words, 'status.fault', { read })
}
