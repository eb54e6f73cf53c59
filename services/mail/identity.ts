import type { Config } from '../platform/config.ts'
import { plainText } from './message-plain.ts'

/** Who a mail is from and what it says about it. Text is plain: nothing in it can break a header or a line. */
export interface Identity {
  readonly siteName: string
  readonly curator: string | undefined
  readonly operatorName: string | undefined
  readonly contactEmail: string | undefined
  readonly postalAddress: string | undefined
  readonly baseUrl: string
  readonly mailFrom: string
  readonly replyTo: string | undefined
  readonly listId: string
  readonly messageIdDomain: string
}

/** What the mails of this installation say about themselves. */
export function identityOf(config: Config): Identity {
  return {
    siteName: plainText(config.siteName, 60),
    curator: optional(config.curator, 100),
    operatorName: optional(config.operatorName, 100),
    contactEmail: config.contactEmail,
    postalAddress: optional(inOneLine(config.postalAddress), 300),
    baseUrl: config.baseUrl,
    mailFrom: config.mailFrom,
    replyTo: config.replyTo,
    listId: config.listId,
    messageIdDomain: config.mailFrom.slice(config.mailFrom.lastIndexOf('@') + 1)
  }
}

/** The page that shows an edition as it was mailed; without a day, the sample edition. */
export function editionUrl({ baseUrl }: Identity, day: string | undefined): string {
  return `${baseUrl}/editions/${day ?? 'sample'}`
}

/** An address of several lines, as people write it, on one. */
function inOneLine(lines: string | undefined): string | undefined {
  return lines
    ?.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(', ')
}

function optional(text: string | undefined, length: number): string | undefined {
  const plain = text === undefined ? '' : plainText(text, length)
  return plain === '' ? undefined : plain
}
