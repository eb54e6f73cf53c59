import { shortMoment } from '../../mail/words/dates.ts'
import { say, sayKilobytes, type Words } from '../../mail/words/words.ts'
import { renderPage } from './layout.tsx'
import { Linked } from './linked-text.tsx'
import { sentence } from './sentence.ts'
import type { Site } from './site.ts'

export interface InboxEntry {
  id: number
  to: string
  subject: string
  receivedAt: Date
  /** Bytes as received. */
  size: number
}

/** The built-in inbox, newest mail first. */
export function inboxPage(site: Site, messages: InboxEntry[]): string {
  const { words } = site
  return renderPage({
    site,
    title: say(words, 'inbox.title'),
    current: 'inbox',
    children: (
      <div class="column plain">
        <p class="kicker">{say(words, 'site.local')}</p>
        <h1>{say(words, 'inbox.title')}</h1>
        <div class="prose">
          <p class="quiet">{say(words, 'inbox.what')}</p>
        </div>
        {messages.length === 0 ? <Empty words={words} /> : <Mails words={words} messages={messages} />}
      </div>
    )
  })
}

function Empty({ words }: { words: Words }) {
  return (
    <div class="empty">
      <h2>{say(words, 'inbox.none')}</h2>
      <p>{sentence(words, 'inbox.try', { page: <a href="/">{say(words, 'inbox.frontPage')}</a> })}</p>
    </div>
  )
}

function Mails({ words, messages }: { words: Words; messages: InboxEntry[] }) {
  return (
    <ul class="mails">
      {messages.map(({ id, to, subject, receivedAt, size }) => (
        <li key={id}>
          <p class="subject">
            <a href={`/inbox/messages/${id}`}>{subject === '' ? say(words, 'inbox.noSubject') : subject}</a>
          </p>
          <time dateTime={receivedAt.toISOString()}>{shortMoment(receivedAt, 'UTC', words)}</time>
          <p class="to">{say(words, 'inbox.mailTo', { address: to })}</p>
          <p class="size">{sayKilobytes(words, size)}</p>
        </li>
      ))}
    </ul>
  )
}

export type MailView = 'html' | 'text' | 'source'

export interface MailShown extends InboxEntry {
  from: string
  hasHtml: boolean
  /** undefined where the mail has no text part. */
  text: string | undefined
  source: string
}

/** One mail: as its reader sees it, as plain text, or as it came over the wire. */
export function mailPage(site: Site, mail: MailShown, view: MailView): string {
  const { words } = site
  const subject = mail.subject === '' ? say(words, 'inbox.noSubject') : mail.subject
  return renderPage({
    site,
    title: subject,
    current: 'inbox',
    children: (
      <div class="column mail-head">
        <p class="back">
          <a href="/inbox">{say(words, 'inbox.back')}</a>
        </p>
        <h1>{subject}</h1>
        <table class="table">
          <tbody>
            <tr>
              <th scope="row">{say(words, 'inbox.from')}</th>
              <td>{mail.from}</td>
            </tr>
            <tr>
              <th scope="row">{say(words, 'inbox.to')}</th>
              <td>{mail.to}</td>
            </tr>
            <tr>
              <th scope="row">{say(words, 'inbox.received')}</th>
              <td>
                <time dateTime={mail.receivedAt.toISOString()}>{shortMoment(mail.receivedAt, 'UTC', words)}</time>
              </td>
            </tr>
            <tr>
              <th scope="row">{say(words, 'inbox.size')}</th>
              <td>
                {sentence(words, 'inbox.sizeAndFile', {
                  size: sayKilobytes(words, mail.size),
                  file: <a href={`/inbox/messages/${mail.id}.eml`}>{say(words, 'inbox.download')}</a>
                })}
              </td>
            </tr>
          </tbody>
        </table>
        <nav class="tabs" aria-label={say(words, 'inbox.parts')}>
          {views.map((name) => (
            <a
              key={name}
              href={name === 'html' ? `/inbox/messages/${mail.id}` : `/inbox/messages/${mail.id}?view=${name}`}
              aria-current={name === view ? 'page' : undefined}
            >
              {say(words, `inbox.view.${name}`)}
            </a>
          ))}
        </nav>
        <Part words={words} mail={mail} view={view} />
      </div>
    )
  })
}

const views: readonly MailView[] = ['html', 'text', 'source']

function Part({ words, mail, view }: { words: Words; mail: MailShown; view: MailView }) {
  if (view === 'html' && mail.hasHtml) {
    return (
      <iframe
        class="mail-frame"
        title={say(words, 'inbox.frame', { subject: mail.subject })}
        src={`/inbox/messages/${mail.id}/html`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
    )
  }
  if (view === 'source') {
    return <pre class="mail-text">{mail.source}</pre>
  }
  const text = view === 'text' ? mail.text : undefined
  return (
    <pre class="mail-text">
      {text === undefined ? say(words, view === 'html' ? 'inbox.noHtml' : 'inbox.noText') : <Linked text={text} />}
    </pre>
  )
}
