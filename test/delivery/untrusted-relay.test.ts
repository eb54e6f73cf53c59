import { afterAll, expect, test } from 'vitest'
import { openTransport } from '../../services/mail/transport.ts'
import { useDatabase } from '../support/database.ts'
import { openScript } from '../support/smtp-script.ts'
import { relayKey, validCertificate } from '../support/smtp-script-certificates.ts'
import { readers, useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)
const closers: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const one of closers.toReversed()) await one.close()
})

test.each([
  ['whose certificate nobody vouches for', { tls: { key: relayKey, cert: validCertificate } }],
  ['that offers no TLS', {}]
])(
  'a relay %s gets no mail; all wait untouched, nobody is suppressed, and the operator is told at once',
  async (_, offered) => {
    await database.pool.query('truncate alarms cascade')
    await rig.plan(readers(20))
    // This machine, and no loopback address to the product.
    const relay = await openScript({}, { ...offered, host: '0.0.0.0' })
    const transport = openTransport({
      urls: [`smtp://0.0.0.0:${relay.port}`],
      connections: 3,
      hostname: 'papers.example.org'
    })
    closers.push(relay, transport)
    expect(await rig.send({ transport })).toMatchObject({ kind: 'unreachable', counts: {} })

    expect(relay.bodies).toEqual([])
    const { rows } = await database.pool.query(
      `select d.state, tries, s.state as reader, count(*)::int as n
     from deliveries d join subscribers s on s.id = d.subscriber_id group by 1, 2, 3`
    )
    expect(rows).toEqual([{ state: 'planned', tries: 0, reader: 'active', n: 20 }])
    await expect
      .poll(async () => (await database.pool.query('select kind from alarms')).rows)
      .toEqual([{ kind: 'relay_away' }])
  }
)
