import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileDigest, type DigestSegments } from '../../services/mail/digest.ts'
import { prepareDigest } from '../../services/mail/message.ts'
import { outgoingOf } from '../../services/mail/outgoing.ts'
import { relayProfiles } from '../../services/mail/relay-profiles.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { openTransport, type Transport } from '../../services/mail/transport.ts'
import { readVerp } from '../../services/mail/verp.ts'
import type { RelayProfileName } from '../../services/platform/config.ts'
import { edition, identity } from '../golden/edition.ts'
import { archiveUrl, header, personal } from '../golden/wire.ts'
import { testConfig } from '../support/config.ts'
import { signingEnvironment, verdicts } from '../support/mail-authentication.ts'
import { relays } from '../support/rewriting-relay.ts'
import { openRecorder, type Recorder } from '../support/smtp-recorder.ts'

const profiles = Object.keys(relayProfiles) as RelayProfileName[]
const name = { ledger: 'deliveries', key: 12, subscriberId: 3456 } as const
const { secretKeys } = testConfig()

let segments: DigestSegments
let relay: Recorder
let transport: Transport
beforeAll(async () => {
  segments = compileDigest(await openTemplates(), identity, edition)
  relay = await openRecorder()
  transport = openTransport({ urls: [relay.url], connections: 1, hostname: 'papers.example.org' })
})
afterAll(async () => {
  await transport.close()
  await relay.close()
})

/** Hands a digest that is written for `profile` to a relay, and returns what that one took and what it made of it. */
async function sent(profile: RelayProfileName, through: RelayProfileName, environment: Record<string, string> = {}) {
  const outgoing = outgoingOf(testConfig({ ...signingEnvironment, ...environment, RELAY_PROFILE: profile }))
  const join = prepareDigest({ ...outgoing, identity }, { ...segments, archiveUrl })
  const message = await join({ html: segments.htmlBlocks, text: segments.textBlocks }, personal)
  await transport.send({ from: outgoing.envelopeSender(name), to: personal.to, message, firstContact: false })
  const taken = relay.messages.at(-1)
  if (taken === undefined) throw new Error('nothing came')
  return { taken, arrived: relays[through](taken) }
}

test.each(profiles.filter((profile) => profile !== 'gmail'))(
  'what is written for %s arrives with a signature that holds, and nothing that was for the relay alone',
  async (profile) => {
    const { arrived } = await sent(profile, profile)
    const found = await verdicts(arrived.source, arrived.from, '198.51.100.1')
    expect(found).toMatchObject({ dkim: ['pass'], dmarc: 'pass' })
    const fields = header(arrived.source)
    expect(fields.filter((line) => /^X-/i.test(line))).toEqual([])
    for (const { wants } of Object.values(relayProfiles))
      for (const [field] of wants) expect(fields[1]?.toLowerCase()).not.toContain(field.toLowerCase())
  }
)

test('Gmail writes From anew, so nothing is signed for it, and it gets a sender of the account’s domain', async () => {
  const { taken, arrived } = await sent('gmail', 'gmail')
  expect(taken.from).toBe('daily@papers.example.org')
  expect(header(taken.source).filter((line) => line.startsWith('DKIM-'))).toEqual([])
  expect((await verdicts(arrived.source, arrived.from)).dmarc).toBe('pass')
  await expect(sent('generic', 'gmail', { BOUNCE_DOMAIN: 'bounce.example.org' })).rejects.toThrow('5.7.1')
})

test.each(['ses', 'postmark', 'sendgrid', 'mailgun'] as const)(
  'what is written for a relay of one’s own would not survive %s',
  async (through) => {
    const { arrived } = await sent('generic', through)
    expect((await verdicts(arrived.source, arrived.from, '198.51.100.1')).dmarc).toBe('fail')
  }
)

test.each(profiles)(
  '%s gets a bounce address of the mail’s own only where bounces to it would come',
  async (profile) => {
    const { taken } = await sent(profile, 'generic')
    const own = { from: taken.from, names: readVerp(secretKeys, taken.from) }
    const { verp } = relayProfiles[profile]
    expect(own).toMatchObject(verp ? { names: name } : { from: 'daily@papers.example.org', names: undefined })
    const { taken: plain } = await sent(profile, 'generic', { BOUNCE_DOMAIN: '' })
    expect(plain.from).toBe('daily@papers.example.org')
  }
)

test('without a key nothing is signed, whatever the relay', async () => {
  for (const profile of profiles) {
    const { taken } = await sent(profile, 'generic', { DKIM_DOMAIN: '', DKIM_SELECTOR: '', DKIM_PRIVATE_KEY: '' })
    expect(taken.source.includes('DKIM-Signature')).toBe(false)
  }
})
