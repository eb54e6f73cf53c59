// The textbook with DKIM: the key is given as PEM, as Nodemailer's documentation has it.
import { generateKeyPairSync } from 'node:crypto'
import { sendToAll } from '../addresses.ts'
import { serveSender } from '../sender.ts'
import { lanesOf, openComposer, openPool } from '../textbook.ts'

await serveSender(async (task) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pool = openPool(task, { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() })
  const compose = await openComposer(task)
  return () => sendToAll({ mails: task.mails, lanes: lanesOf(task) }, (to) => pool.sendMail(compose(to)))
})
