import { generateKeyPairSync } from 'node:crypto'
import { authenticate } from 'mailauth'

/** A key pair of this run, as an operator would make it. */
const dkimKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
})

/** The address that SPF lists. */
const relayAddress = '192.0.2.25'

const records: Record<string, string> = {
  'daily._domainkey.papers.example.org': `v=DKIM1; k=rsa; p=${dkimKey.publicKey.toString('base64')}`,
  'papers.example.org': `v=spf1 ip4:${relayAddress} -all`,
  // For SPF to be aligned with adkim=s and aspf=s a mail has to come from the very domain of From.
  '_dmarc.papers.example.org': 'v=DMARC1; p=reject; adkim=s; aspf=s'
}

/** What an operator of papers.example.org sets to have mails signed and bounces come back. */
export const signingEnvironment = {
  MAIL_FROM: 'daily@papers.example.org',
  BOUNCE_DOMAIN: 'papers.example.org',
  DKIM_DOMAIN: 'papers.example.org',
  DKIM_SELECTOR: 'daily',
  DKIM_PRIVATE_KEY: dkimKey.privateKey
}

/** What a receiver finds, by mailauth: every signature, the envelope, and what follows for From. */
export async function verdicts(mail: Buffer, sender: string, ip = relayAddress) {
  const { dkim, spf, dmarc } = await authenticate(mail, {
    sender,
    ip,
    helo: 'papers.example.org',
    mta: 'mx.example.org',
    disableArc: true,
    disableBimi: true,
    resolver: async (name, type) => {
      const record = type === 'TXT' ? records[name] : undefined
      if (record === undefined) throw Object.assign(new Error(`no ${type} at ${name}`), { code: 'ENOTFOUND' })
      return [[record]]
    }
  })
  return {
    dkim: dkim?.results.map(({ status }) => status.result),
    spf: spf === false ? undefined : spf?.status.result,
    dmarc: dmarc === false ? undefined : dmarc?.status.result
  }
}
