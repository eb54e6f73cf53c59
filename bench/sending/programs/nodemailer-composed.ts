// The textbook: Nodemailer composes each reader's mail from its parts.
import { sendToAll } from '../addresses.ts'
import { serveSender } from '../sender.ts'
import { lanesOf, openComposer, openPool } from '../textbook.ts'

await serveSender(async (task) => {
  const pool = openPool(task)
  const compose = await openComposer(task)
  return () => sendToAll({ mails: task.mails, lanes: lanesOf(task) }, (to) => pool.sendMail(compose(to)))
})
