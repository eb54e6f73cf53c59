import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Footer } from './footer.tsx'
import { Head, type HeadProps } from './head.tsx'

export interface LayoutProps extends HeadProps {
  current?: 'today' | 'archive' | 'search' | 'status' | 'inbox' | undefined
  /** Named in the footer where the page's papers come from a list of theirs. */
  credit?: ComponentChildren
  children: ComponentChildren
}

/** Renders a whole page. Nothing in it needs a script. */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>${renderToString(<Layout {...props} />)}`
}

function Layout({ current, credit, children, ...head }: LayoutProps) {
  const { config } = head
  return (
    <html lang="en">
      <Head {...head} />
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
    { name: 'archive', path: '/papers', label: 'Archive' },
    { name: 'search', path: '/search', label: 'Search' },
    { name: 'status', path: '/status/today', label: 'Today' },
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
