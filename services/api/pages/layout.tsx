import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Config } from '../../platform/config.ts'
import { Footer } from './footer.tsx'
import { stylesheetPath } from './stylesheet.ts'

export interface LayoutProps {
  config: Config
  title: string
  /** One sentence for search engines; pages without it ask not to be indexed. */
  description?: string | undefined
  /** The address that stands for this page, where it has one. */
  canonical?: string | undefined
  current?: 'today' | 'status' | 'inbox' | undefined
  /** Named in the footer where the page's papers come from a list of theirs. */
  credit?: ComponentChildren
  children: ComponentChildren
}

/** Renders a whole page. Nothing in it needs a script. */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>${renderToString(<Layout {...props} />)}`
}

function Layout({ config, title, description, canonical, current, credit, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === config.siteName ? title : `${title} · ${config.siteName}`}</title>
        {description === undefined ? (
          <meta name="robots" content="noindex" />
        ) : (
          <meta name="description" content={description} />
        )}
        {canonical === undefined ? null : <link rel="canonical" href={`${config.baseUrl}${canonical}`} />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesheetPath} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        {config.local ? <LocalNote /> : null}
        <Masthead config={config} current={current} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer config={config} credit={credit} />
      </body>
    </html>
  )
}

function LocalNote() {
  return (
    <aside class="local" aria-label="Local mode">
      <p class="column">
        Local mode: no mail leaves this machine. Every one arrives in the <a href="/inbox">built-in inbox</a>.
      </p>
    </aside>
  )
}

function Masthead({ config, current }: Pick<LayoutProps, 'config' | 'current'>) {
  const pages = [
    { name: 'today', path: '/', label: 'Papers' },
    { name: 'status', path: '/status/today', label: 'Today’s edition' },
    ...(config.local ? [{ name: 'inbox', path: '/inbox', label: 'Inbox' }] : [])
  ]
  return (
    <header class="masthead">
      <div class="column">
        <a class="wordmark" href="/">
          {config.siteName}
        </a>
        <nav aria-label="Site">
          <ul>
            {pages.map(({ name, path, label }) => (
              <li key={name}>
                <a href={path} aria-current={name === current ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  )
}
