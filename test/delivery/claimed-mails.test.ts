import { pino } from 'pino'
import { expect, test } from 'vitest'
import { claimedMails } from '../../services/delivery/claims/claimed-mails.ts'
import type { HeldLease, HeldMail } from '../../services/delivery/claims/held-leases.ts'

function heldFor(subscriberId: number): HeldMail {
  return { mail: { key: 1, subscriberId }, lease: { id: 1 } } as HeldMail
}

/** A claim that is under way until its mails are given to it. */
function openClaims() {
  let resolve: (claimed: { lease: HeldLease; mails: HeldMail[] }) => void = () => undefined
  const answers = [new Promise<{ lease: HeldLease; mails: HeldMail[] }>((fulfil) => (resolve = fulfil))]
  const givenBack: number[] = []
  const mails = claimedMails({
    claim: () => answers.shift() ?? Promise.resolve(undefined),
    add: () => undefined,
    giveBack: ({ mail }) => givenBack.push(mail.subscriberId),
    log: pino({ enabled: false })
  })
  const answer = (...readers: number[]) => resolve({ lease: { id: 1 } as HeldLease, mails: readers.map(heldFor) })
  return { mails, answer, givenBack }
}

test('who leaves while their mail is being claimed is not mailed', async () => {
  const { mails, answer, givenBack } = openClaims()
  const first = mails.next()
  expect(mails.recall(({ mail }) => mail.subscriberId === 2)).toBe(true)
  answer(1, 2, 3)
  expect((await first)?.mail.subscriberId).toBe(1)
  expect((await mails.next())?.mail.subscriberId).toBe(3)
  expect(await mails.next()).toBeUndefined()
  expect(givenBack).toEqual([2])
})

test('a recall is over with the claim that it came into', async () => {
  const { mails, answer, givenBack } = openClaims()
  answer(1, 2)
  expect((await mails.next())?.mail.subscriberId).toBe(1)
  await new Promise(setImmediate)
  expect(mails.recall(({ mail }) => mail.subscriberId === 9)).toBe(false)
  expect((await mails.next())?.mail.subscriberId).toBe(2)
  expect(givenBack).toEqual([])
})
