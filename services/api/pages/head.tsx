import type { Config } from '../../platform/config.ts'
import { stylesheetPath } from './stylesheet.ts'

export interface HeadProps {
  config: Config
  title: string
  /** One sentence for search engines; pages without it ask not to be indexed. */
  description?: string | undefined
  /** The path that stands for this page, where it has one. */
  canonical?: string | undefined
  /** What the page is when it is passed on; without it a page of the site. */
  kind?: 'article' | undefined
}

/** What browsers, feed readers and search engines are told of a page. All addresses come from BASE_URL. */
export function Head({ config, title, description, canonical, kind }: HeadProps) {
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
      <FeedLinks config={config} />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={stylesheetPath} />
    </head>
  )
}

function FeedLinks({ config: { siteName, baseUrl } }: { config: Config }) {
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={siteName} href={`${baseUrl}/feed.atom`} />
      <link rel="alternate" type="application/rss+xml" title={`${siteName} (RSS)`} href={`${baseUrl}/feed.xml`} />
      <link rel="alternate" type="application/feed+json" title={`${siteName} (JSON)`} href={`${baseUrl}/feed.json`} />
    </>
  )
}
