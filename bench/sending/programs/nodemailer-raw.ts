// The yardstick of the transport: Nodemailer's pool with the same bytes for everybody.

import { sendToAll } from '../addresses.ts'
import { serveSender } from '../sender.ts'
import { lanesOf, openPool } from '../textbook.ts'

await serveSender(async (task) => {
  const pool = openPool(task)
  const raw = Buffer.from(task.sample, 'base64')
  const from = 'daily@example.org'
  return () =>
    sendToAll({ mails: task.mails, lanes: lanesOf(task) }, (to) => pool.sendMail({ envelope: { from, to }, raw }))
})
