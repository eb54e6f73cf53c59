import type { ComponentChildren } from 'preact'
import type { Config } from '../../platform/config.ts'
import { renderPage } from './layout.tsx'

/** A page that says one thing: a heading, what it means, and what can be done next. */
export function plainPage(
  config: Config,
  { kicker, heading, children }: { kicker?: string; heading: string; children: ComponentChildren }
): string {
  return renderPage({
    config,
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
