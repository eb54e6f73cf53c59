import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { say } from '../../mail/words/words.ts'
import { Footer } from './footer.tsx'
import { Head, type HeadProps } from './head.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

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
  const { config, words } = head.site
  return (
    <html lang={words.language} dir={words.direction === 'rtl' ? 'rtl' : undefined}>
      <Head {...head} />
      <body>
        <a class="skip" href="#content">
          {say(words, 'site.skip')}
        </a>
        {config.local ? <LocalNote words={words} /> : null}
        <Masthead site={head.site} current={current} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer site={head.site} credit={credit} />
      </body>
    </html>
  )
}

function LocalNote({ words }: Pick<Site, 'words'>) {
  return (
    <aside class="local" aria-label={say(words, 'site.local')}>
      <p class="column">
        {sentence(words, 'site.localNote', { inbox: <a href="/inbox">{say(words, 'site.builtInInbox')}</a> })}
      </p>
    </aside>
  )
}

function Masthead({ site: { config, words }, current }: Pick<LayoutProps, 'site' | 'current'>) {
  const pages = [
    { name: 'today', path: '/', label: say(words, 'site.papers') },
    { name: 'archive', path: '/papers', label: say(words, 'site.archive') },
    { name: 'search', path: '/search', label: say(words, 'site.search') },
    { name: 'status', path: '/status/today', label: say(words, 'site.today') },
    ...(config.local ? [{ name: 'inbox', path: '/inbox', label: say(words, 'site.inbox') }] : [])
  ]
  return (
    <header class="masthead">
      <div class="column">
        <a class="wordmark" href="/">
          {config.siteName}
        </a>
        <nav aria-label={say(words, 'site.pages')}>
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
