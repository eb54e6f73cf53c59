import type { Config } from '../../platform/config.ts'
import { renderPage } from './layout.tsx'
import { Linked } from './linked-text.tsx'

export interface InboxEntry {
  id: number
  to: string
  subject: string
  receivedAt: Date
  /** Bytes as received. */
  size: number
}

/** The built-in inbox, newest mail first. */
export function inboxPage(config: Config, messages: InboxEntry[]): string {
  return renderPage({
    config,
    title: 'Inbox',
    current: 'inbox',
    children: (
      <div class="column plain">
        <p class="kicker">Local mode</p>
        <h1>Inbox</h1>
        <div class="prose">
          <p class="quiet">
            Every mail this installation sends ends here, whomever it is for, by real SMTP on this machine. Set SMTP_URL
            to send to the world instead.
          </p>
        </div>
        {messages.length === 0 ? <Empty /> : <Mails messages={messages} />}
      </div>
    )
  })
}

function Empty() {
  return (
    <div class="empty">
      <h2>No mail yet</h2>
      <p>
        Enter an address on the <a href="/">front page</a>: any will do, nothing leaves this machine. The confirmation
        arrives here within seconds.
      </p>
    </div>
  )
}

function Mails({ messages }: { messages: InboxEntry[] }) {
  return (
    <ul class="mails">
      {messages.map(({ id, to, subject, receivedAt, size }) => (
        <li key={id}>
          <p class="subject">
            <a href={`/inbox/messages/${id}`}>{subject === '' ? '(no subject)' : subject}</a>
          </p>
          <time dateTime={receivedAt.toISOString()}>{received(receivedAt)}</time>
          <p class="to">To {to}</p>
          <p class="size">{kilobytes(size)}</p>
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
export function mailPage(config: Config, mail: MailShown, view: MailView): string {
  return renderPage({
    config,
    title: mail.subject === '' ? '(no subject)' : mail.subject,
    current: 'inbox',
    children: (
      <div class="column mail-head">
        <p class="back">
          <a href="/inbox">← Inbox</a>
        </p>
        <h1>{mail.subject === '' ? '(no subject)' : mail.subject}</h1>
        <table class="table">
          <tbody>
            <tr>
              <th scope="row">From</th>
              <td>{mail.from}</td>
            </tr>
            <tr>
              <th scope="row">To</th>
              <td>{mail.to}</td>
            </tr>
            <tr>
              <th scope="row">Received</th>
              <td>
                <time dateTime={mail.receivedAt.toISOString()}>{received(mail.receivedAt)}</time>
              </td>
            </tr>
            <tr>
              <th scope="row">Size</th>
              <td>
                {kilobytes(mail.size)}, <a href={`/inbox/messages/${mail.id}.eml`}>download .eml</a>
              </td>
            </tr>
          </tbody>
        </table>
        <nav class="tabs" aria-label="Parts of the mail">
          {views.map(({ name, label }) => (
            <a
              key={name}
              href={name === 'html' ? `/inbox/messages/${mail.id}` : `/inbox/messages/${mail.id}?view=${name}`}
              aria-current={name === view ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <Part mail={mail} view={view} />
      </div>
    )
  })
}

const views: { name: MailView; label: string }[] = [
  { name: 'html', label: 'HTML' },
  { name: 'text', label: 'Text' },
  { name: 'source', label: 'Source' }
]

function Part({ mail, view }: { mail: MailShown; view: MailView }) {
  if (view === 'html' && mail.hasHtml) {
    return (
      <iframe
        class="mail-frame"
        title={`The mail “${mail.subject}”`}
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
      {text === undefined ? `This mail has no ${view === 'html' ? 'HTML' : 'text'} part.` : <Linked text={text} />}
    </pre>
  )
}

const receivedAt = new Intl.DateTimeFormat('en-US', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
  timeZoneName: 'short'
})

function received(instant: Date): string {
  return receivedAt.format(instant)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
