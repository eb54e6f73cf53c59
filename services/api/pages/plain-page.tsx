import type { ComponentChildren } from 'preact'
import { renderPage } from './layout.tsx'
import type { Site } from './site.ts'

/** A page that says one thing: a heading, what it means, and what can be done next. */
export function plainPage(
  site: Site,
  { kicker, heading, children }: { kicker?: string; heading: string; children: ComponentChildren }
): string {
  return renderPage({
    site,
    title: heading,
    children: (
      <div class="column plain">
        {kicker === undefined ? null : <p class="kicker">{kicker}</p>}
        <h1>{heading}</h1>
        {children}
      </div>
    )
  })
}
