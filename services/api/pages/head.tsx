import { Fragment } from 'preact'
import type { FeedTopic } from '../../editions/feeds/feed-topics.ts'
import { say } from '../../mail/words/words.ts'
import type { Site } from './site.ts'
import { stylesheetPath } from './stylesheet.ts'

export interface HeadProps {
  site: Site
  title: string
  /** One sentence for search engines; pages without it ask not to be indexed. */
  description?: string | undefined
  /** The path that stands for this page, where it has one. */
  canonical?: string | undefined
  /** What the page is when it is passed on; without it a page of the site. */
  kind?: 'article' | undefined
  /** What the page is about, where that has a feed of its own. */
  topic?: FeedTopic | undefined
}

/** What browsers, feed readers and search engines are told of a page. All addresses come from BASE_URL. */
export function Head({ site, title, description, canonical, kind, topic }: HeadProps) {
  const { config } = site
  const whole = title === config.siteName ? title : `${title} · ${config.siteName}`
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{whole}</title>
      {description === undefined ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <meta name="description" content={description} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={description} />
          <meta property="og:type" content={kind ?? 'website'} />
          <meta property="og:site_name" content={config.siteName} />
          {canonical === undefined ? null : <meta property="og:url" content={`${config.baseUrl}${canonical}`} />}
        </>
      )}
      {canonical === undefined ? null : <link rel="canonical" href={`${config.baseUrl}${canonical}`} />}
      <FeedLinks site={site} topic={topic} />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={stylesheetPath} />
    </head>
  )
}

function FeedLinks({ site: { config, words }, topic }: { site: Site; topic: FeedTopic | undefined }) {
  const { siteName: site, baseUrl } = config
  const feeds = [
    ...(topic === undefined
      ? []
      : [{ path: `/feed/${topic.slug}`, title: say(words, 'feed.title', { site, topic: topic.name }) }]),
    { path: '/feed', title: site }
  ]
  return (
    <>
      {feeds.map(({ path, title }) => (
        <Fragment key={path}>
          <link rel="alternate" type="application/atom+xml" title={title} href={`${baseUrl}${path}.atom`} />
          <link
            rel="alternate"
            type="application/rss+xml"
            title={say(words, 'site.feedRss', { site: title })}
            href={`${baseUrl}${path}.xml`}
          />
          <link
            rel="alternate"
            type="application/feed+json"
            title={say(words, 'site.feedJson', { site: title })}
            href={`${baseUrl}${path}.json`}
          />
        </Fragment>
      ))}
    </>
  )
}
