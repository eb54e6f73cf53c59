import { beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../../support/database.ts'
import { readers, useRig } from '../rig.ts'

const database = useDatabase()
const rig = useRig(database)
beforeEach(() => database.pool.query('truncate alarms cascade'))

const alarms = async () =>
  (await database.pool.query('select kind, text, raised_at as at from alarms order by id')).rows as {
    kind: string
    text: string
    at: Date
  }[]

test('a mail that is not made as it should be is an alarm, one for the whole edition', async () => {
  await rig.plan(readers(40))
  rig.relay.script({ data: ({ to }) => ({ code: 554, text: `5.6.0 <${to}> message content is malformed` }) })
  await rig.send()
  expect(Object.values(await rig.states())).toEqual(Array(40).fill('refused'))
  expect(await alarms()).toEqual([
    { kind: 'message_refused', text: expect.stringContaining('5.6.0'), at: rig.clock.now() }
  ])
  expect(JSON.stringify(await alarms())).not.toContain('@')
})

test('a refusal that no rule knows is one alarm a day, and the usual ones are none', async () => {
  const words: Record<string, string> = {
    'reader-0@example.org': '5.1.1 no such user',
    'reader-1@example.org': '5.2.2 mailbox full',
    'reader-2@example.org': '5.7.1 blocked for spam'
  }
  await rig.plan(readers(8))
  rig.relay.script({ rcpt: (address) => ({ code: 550, text: words[address] ?? 'computer says no' }) })
  await rig.send()
  expect(await alarms()).toMatchObject([{ kind: 'reply_unknown', text: expect.stringContaining('computer says no') }])
})
