import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { deliveryAfter, replyEffects, subscriberAfter } from '../../services/delivery/reply-effects.ts'
import { judge } from '../../services/delivery/retry.ts'
import type { ReplyClass } from '../../services/mail/replies/reply-class.ts'
import type { SendOutcome } from '../../services/mail/transport.ts'
import { hours, minutes } from '../support/clock.ts'

const now = new Date('2026-11-24T08:00:00Z')
const policy = { retryAfterMs: [5, 15, 30, 60, 120, 240, 480].map(minutes), inDoubtAfterMs: minutes(30) }
const mail = { tries: 0, expiresAt: new Date(now.getTime() + hours(22)) }
const after = (ms: number) => now.getTime() + ms

const answer = (meaning: ReplyClass, permanent = false): SendOutcome => ({
  kind: 'answered',
  relay: 1,
  class: meaning,
  permanent,
  reply: 'so it is'
})

test('an acceptance is final and keeps what the relay calls the mail', () => {
  const sent: SendOutcome = { kind: 'accepted', relay: 1, reply: '250 ok', relayId: '4XyZ' }
  const { expiresAt } = mail
  expect(judge({ tries: 7, expiresAt }, sent, policy, new Date(expiresAt.getTime() + 1), 0)).toMatchObject({
    state: 'accepted',
    relay: 1,
    relayId: '4XyZ',
    dueAt: null
  })
})

test.each([
  [0, 5],
  [3, 60],
  [6, 480]
])('after %i tries the next is in %i minutes, give or take a fifth', (tries, wait) => {
  const due = [0, 0.5, 1].map((random) => {
    const judged = judge({ ...mail, tries }, answer('temporary'), policy, now, random)
    return judged === 'released' ? undefined : judged.dueAt
  })
  expect(due).toEqual([0.8, 1, 1.2].map((share) => after(minutes(wait) * share)))
})

test('when all tries are used up, or the next would be too late, it expires', () => {
  expect(judge({ ...mail, tries: 7 }, answer('rate'), policy, now, 0.5)).toMatchObject({
    state: 'expired',
    dueAt: null
  })
  const soon = { tries: 0, expiresAt: new Date(after(minutes(5))) }
  expect(judge(soon, answer('rate'), policy, now, 0.5)).toMatchObject({ state: 'expired', dueAt: null })
  expect(judge(soon, answer('rate'), policy, now, 0.4)).toMatchObject({ state: 'deferred' })
})

test('a relay that is away costs no try, and neither does an answer about the relay itself', () => {
  const away: SendOutcome = { kind: 'unreachable', relay: 0, reason: 'ECONNREFUSED' }
  expect(judge({ ...mail, tries: 7 }, away, policy, now, 0.5)).toBe('released')
  expect(judge({ ...mail, tries: 7 }, answer('relay', true), policy, now, 0.5)).toMatchObject({
    state: 'deferred',
    tried: false,
    dueAt: after(minutes(1))
  })
})

test('a mail in doubt is tried again by the policy, or held for the operator', () => {
  const lost: SendOutcome = { kind: 'in_doubt', relay: 0, reason: 'no answer' }
  expect(judge(mail, lost, policy, now, 0)).toMatchObject({ state: 'in_doubt', dueAt: after(minutes(30)) })
  expect(judge(mail, lost, { ...policy, inDoubtAfterMs: undefined }, now, 0)).toMatchObject({ dueAt: 'held' })
})

const classes = Object.keys(replyEffects) as ReplyClass[]

/** The classes by what the function says of each; Object.groupBy is not in Node 20. */
function grouped(by: (one: ReplyClass) => string): Record<string, ReplyClass[]> {
  const groups: Record<string, ReplyClass[]> = {}
  for (const one of classes) (groups[by(one)] ??= []).push(one)
  return groups
}

test('each class ends, delays or releases a delivery as it should', () => {
  const ends = (permanent: boolean) => grouped((one) => deliveryAfter({ class: one, permanent }))
  expect(ends(true)).toEqual({
    refused: ['address', 'disabled', 'full', 'policy', 'message', 'other'],
    deferred: ['greylist', 'rate', 'sync', 'temporary'],
    released: ['relay']
  })
  expect(ends(false)).toEqual({ deferred: classes.filter((one) => one !== 'relay'), released: ['relay'] })
})

test('each class touches the subscriber, the breakers and the operator as it should', () => {
  expect(grouped((one) => subscriberAfter({ class: one, permanent: true }))).toEqual({
    bounced: ['address'],
    counted: ['disabled', 'full', 'other'],
    none: ['greylist', 'rate', 'policy', 'message', 'sync', 'relay', 'temporary']
  })
  expect(grouped((one) => replyEffects[one].breaker)).toMatchObject({
    'domain-rate': ['rate'],
    'domain-policy': ['policy'],
    relay: ['relay']
  })
  expect(grouped((one) => replyEffects[one].alarm)).toMatchObject({
    once: ['message', 'relay'],
    sampled: ['other']
  })
})

test('no temporary answer ends a mail that has tries and time left, and none touches a subscriber', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...classes),
      fc.integer({ min: 0, max: 6 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (one, tries, random) => {
        const judged = judge({ ...mail, tries }, answer(one), policy, now, random)
        expect(judged).toMatchObject({ state: 'deferred' })
        expect(subscriberAfter({ class: one, permanent: false })).toBe('none')
      }
    )
  )
})

test('no try comes before its time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.double({ min: 0, max: 0.999999, noNaN: true }), (tries, random) => {
      const judged = judge({ ...mail, tries }, answer('greylist'), policy, now, random)
      expect(judged).not.toBe('released')
      const wait = (judged as { dueAt: number }).dueAt - now.getTime()
      expect(wait).toBeGreaterThanOrEqual((policy.retryAfterMs[tries] ?? 0) * 0.8)
      expect(wait).toBeLessThanOrEqual((policy.retryAfterMs[tries] ?? 0) * 1.2)
    })
  )
})
