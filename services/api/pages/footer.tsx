import type { ComponentChildren } from 'preact'
import { type MessageKey, say } from '../../mail/words/words.ts'
import type { Site } from './site.ts'

const places = {
  '/papers': 'site.archive',
  '/search': 'site.search',
  '/status/today': 'site.todaysEdition',
  '/feed.atom': 'site.atom',
  '/feed.xml': 'site.rss',
  '/feed.json': 'site.jsonFeed',
  '/papers#feeds': 'site.topicFeeds',
  '/docs': 'site.api',
  '/privacy': 'site.privacy'
} as const satisfies Record<string, MessageKey>

/** Who runs this, whom it owes, and where to look next. */
export function Footer({ site, credit }: { site: Site; credit?: ComponentChildren }) {
  const { words, config } = site
  const { curator, siteName } = config
  return (
    <footer class="colophon">
      <div class="column">
        <p>
          {curator === undefined
            ? say(words, 'site.unsigned', { site: siteName })
            : say(words, 'site.by', { site: siteName, curator })}{' '}
          <Operator site={site} />
        </p>
        {credit === undefined ? null : <p>{credit}</p>}
        <p>{say(words, 'footer.arxiv')}</p>
        <ul>
          {Object.entries(places).map(([path, label]) => (
            <li key={path}>
              <a href={path}>{say(words, label)}</a>
            </li>
          ))}
        </ul>
      </div>
    </footer>
  )
}

function Operator({ site: { config, words } }: { site: Site }) {
  const { operatorName: operator, contactEmail, postalAddress: address } = config
  if (operator === undefined) return <>{say(words, 'site.private')}</>
  return (
    <>
      {address === undefined
        ? say(words, 'site.operator', { operator })
        : say(words, 'site.operatorAt', { operator, address })}{' '}
      {contactEmail === undefined ? null : <a href={`mailto:${contactEmail}`}>{contactEmail}</a>}
    </>
  )
}
