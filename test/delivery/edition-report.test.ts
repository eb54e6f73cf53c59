import { expect, test } from 'vitest'
import { editionReport } from '../../services/delivery/edition-report.ts'
import { useDatabase } from '../support/database.ts'
import { useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)
const day = '2026-11-23'

const deliveries = async () => (await editionReport(database, day))?.deliveries
const editionState = async () => (await editionReport(database, day))?.state

test('while an edition is being sent each delivery is counted in one state, and those a worker holds as claimed', async () => {
  await rig.plan(['refused', 'later', 'doubted', 'fine', 'silent', 'next'].map((name) => `${name}@example.org`))
  rig.relay.script({
    rcpt(address) {
      if (address.startsWith('refused')) return { code: 550, text: '5.1.1 no such user' }
      return address.startsWith('later') ? { code: 451, text: '4.3.0 later' } : undefined
    },
    data({ to }) {
      if (to.startsWith('doubted')) return 'store-and-drop'
      return to.startsWith('silent') ? 'stall' : 'accept'
    }
  })
  expect(await deliveries()).toEqual({ planned: 6 })
  const sending = rig.send({ connections: 1 })
  await expect
    .poll(deliveries, { timeout: 5000 })
    .toEqual({ refused: 1, deferred: 1, in_doubt: 1, accepted: 1, claimed: 2, planned: 0 })
  rig.relay.release()
  await sending
  expect(await deliveries()).toEqual({ refused: 1, deferred: 1, in_doubt: 1, accepted: 3 })
})

test('an edition is sent when all its deliveries are final and as many as were expected, and not before', async () => {
  await rig.plan(['ada@example.org', 'bob@example.org'])
  await rig.send()
  await database.pool.query('update editions set expected = 3')
  await rig.sweep()
  expect(await editionState()).toBe('sending')
  await database.pool.query('update editions set expected = 2')
  await rig.sweep()
  expect(await editionState()).toBe('sent')
})
