import type { ComponentChildren } from 'preact'
import type { Config } from '../../platform/config.ts'

/** Who runs this, whom it owes, and where to look next. */
export function Footer({ config, credit }: { config: Config; credit?: ComponentChildren }) {
  return (
    <footer class="colophon">
      <div class="column">
        <p>
          {config.siteName}
          {config.curator === undefined ? null : `, by ${config.curator} and the research community`}.{' '}
          <Operator config={config} />
        </p>
        {credit === undefined ? null : <p>{credit}</p>}
        <p>Thank you to arXiv for use of its open access interoperability.</p>
        <ul>
          <li>
            <a href="/papers">Archive</a>
          </li>
          <li>
            <a href="/search">Search</a>
          </li>
          <li>
            <a href="/status/today">Today’s edition</a>
          </li>
          <li>
            <a href="/feed.atom">Atom</a>
          </li>
          <li>
            <a href="/feed.xml">RSS</a>
          </li>
          <li>
            <a href="/feed.json">JSON Feed</a>
          </li>
          <li>
            <a href="/docs">API</a>
          </li>
          <li>
            <a href="/privacy">Privacy</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}

function Operator({ config: { operatorName, contactEmail, postalAddress } }: { config: Config }) {
  if (operatorName === undefined) return <>A private installation on this machine.</>
  return (
    <>
      Run by {operatorName}
      {postalAddress === undefined ? null : `, ${postalAddress}`}.{' '}
      {contactEmail === undefined ? null : <a href={`mailto:${contactEmail}`}>{contactEmail}</a>}
    </>
  )
}
