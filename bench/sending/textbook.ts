import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import type { Task } from './sender.ts'

/** What a program written after Nodemailer's documentation sends with: a pool, and a key as PEM where it signs. */
export function openPool({ smtpUrl, connections }: Task, dkim?: { privateKey: string }) {
  const { hostname, port } = new URL(smtpUrl)
  return createTransport({
    pool: true,
    host: hostname,
    port: Number(port),
    ignoreTLS: true,
    maxConnections: connections,
    // A fresh connection every 100 mails, its default, would cost it about a tenth.
    maxMessages: Number.POSITIVE_INFINITY,
    ...(dkim === undefined ? {} : { dkim: { domainName: 'example.org', keySelector: 'bench', ...dkim } })
  })
}

/** Mails waiting for a connection, so that none is ever idle. */
export const lanesOf = ({ connections }: Task) => 2 * connections

/**
 * The parts of the service's mail, for a program that composes a mail of its own for each
 * reader: the same texts, the same headers, and the reader's own link in its three places.
 */
export async function openComposer(task: Task) {
  const mail = await PostalMime.parse(Buffer.from(task.sample, 'base64'))
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? ''
  const [, link = '', token = ''] = /<(\S*\/unsubscribe\/(\S+))>/.exec(header('list-unsubscribe')) ?? []
  const messageId = mail.messageId ?? ''
  if (token === '' || messageId === '') throw new Error('the sample is no mail of the service')
  return (address: string) => {
    // As long as a real one, and each reader's own.
    const own = Buffer.from(address.padEnd(26).slice(0, 26)).toString('base64url')
    const personal = (text = '') => text.replaceAll(token, own)
    return {
      from: { name: mail.from?.name ?? '', address: mail.from?.address ?? '' },
      to: address,
      subject: mail.subject ?? '',
      text: personal(mail.text),
      html: personal(mail.html),
      date: new Date(mail.date ?? 0),
      messageId: messageId.replace(/\d+@/, `${address.replace('@', '.')}@`),
      headers: {
        'List-Id': header('list-id'),
        'List-Help': header('list-help'),
        'List-Archive': header('list-archive'),
        'List-Unsubscribe': `<${personal(link)}>`,
        'List-Unsubscribe-Post': header('list-unsubscribe-post'),
        'Feedback-ID': header('feedback-id'),
        'Auto-Submitted': header('auto-submitted')
      }
    }
  }
}
