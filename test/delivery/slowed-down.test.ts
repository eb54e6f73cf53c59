import { expect, test } from 'vitest'
import { minutes } from '../support/clock.ts'
import { useDatabase } from '../support/database.ts'
import { useRig } from './rig.ts'

const database = useDatabase()
const rig = useRig(database)

test('4.7.1 is greylisting at the first try, and at the next a receiver that wants fewer mails, which gets none', async () => {
  await rig.plan(['ada@big.test', 'bob@small.test'])
  rig.relay.script({
    rcpt: (address) => (address.endsWith('@big.test') ? { code: 450, text: '4.7.1 not yet' } : undefined)
  })
  const paused = async () => (await database.pool.query('select scope, why from sending_pauses')).rows
  await rig.send()
  expect(await paused()).toEqual([])
  rig.clock.advance(minutes(7))
  await rig.send()
  const { rows } = await database.pool.query('select outcome, reply_class from attempts order by at, outcome')
  expect(rows).toEqual([
    { outcome: 'accepted', reply_class: null },
    { outcome: 'deferred', reply_class: 'greylist' },
    { outcome: 'deferred', reply_class: 'rate' }
  ])
  await expect.poll(paused).toEqual([{ scope: 'big.test', why: 'rate' }])
})
