import { expect, test } from 'vitest'
import { insertWebhookCalls, settleCall } from '../../services/delivery/alarms/calls.queries.ts'
import { raiseAlarm } from '../../services/delivery/alarms/raise-alarm.ts'
import { insertNotices } from '../../services/delivery/notices.queries.ts'
import { useApp } from '../support/app.ts'

const site = useApp()
const see = async () =>
  (await site.app.inject({ url: '/status/today', headers: { accept: 'text/html' } })).body.replace(/^.*<main/s, '<main')
const read = async () =>
  (await site.app.inject({ url: '/status/today', headers: { accept: 'application/json' } })).json<{ reason: string }>()

test('readers are told that the edition is late, and that the operator knows only once an alarm has arrived', async () => {
  const { db, clock } = site.deps
  await site.database.pool.query("update installation set created_at = '2026-01-01'")
  clock.set('2026-11-24T08:05:00Z')
  expect(await see()).toContain('Today’s edition is being made.')
  clock.set('2026-11-24T08:15:00Z')
  const late = await see()
  expect(late).toContain('Today’s edition is late.')
  expect(late).not.toMatch(/freeze|worker|operator/i)
  // Programs are told what is wrong.
  expect((await read()).reason).toContain('no worker has settled it')

  await raiseAlarm(db, { key: 'freeze_overdue/2026-11-24T08:00:00.000Z', kind: 'edition_failed', text: 'Late.' })
  const { rows } = await site.database.pool.query<{ id: number }>('select id from alarms')
  const id = rows[0]?.id ?? 0
  await insertWebhookCalls(db, [id], { now: clock.now(), until: new Date('2026-11-25T08:00:00Z') })
  expect(await see()).not.toContain('operator')
  await settleCall(db, `alarm ${id}`, { state: 'answered', now: clock.now() })
  expect(await see()).toContain('Today’s edition is late. The operator has been told.')

  await site.database.pool.query('delete from calls')
  const expiresAt = new Date('2026-11-25T08:00:00Z')
  const alarm = { kind: 'alarm', subscriberId: null, requestId: null, draftDay: null, alarmId: id, expiresAt } as const
  await insertNotices(db, [alarm], clock.now())
  expect(await see()).not.toContain('operator')
  await site.database.pool.query("update notices set state = 'accepted'")
  expect(await see()).toContain('The operator has been told.')
})
