import { expect, test } from 'vitest'
import { openRefusalWindow } from '../../../services/delivery/limits/refusal-window.ts'
import { minutes } from '../../support/clock.ts'

test('refusals of the last five minutes count, older ones do not', () => {
  const window = openRefusalWindow()
  expect(window.count('strict.test', true, 0)).toBe(false)
  expect(window.count('strict.test', true, minutes(2))).toBe(false)
  expect(window.count('strict.test', true, minutes(4))).toBe(true)

  const slow = openRefusalWindow()
  for (let minute = 0; minute < 60; minute += 2.5) expect(slow.count('strict.test', true, minutes(minute))).toBe(false)
})

test('mails of the last five minutes make the share, older ones do not', () => {
  const window = openRefusalWindow()
  for (let i = 0; i < 1000; i += 1) window.count('strict.test', false, 0)
  for (let i = 0; i < 3; i += 1) expect(window.count('strict.test', true, minutes(4))).toBe(false)
  for (let i = 0; i < 2; i += 1) expect(window.count('strict.test', true, minutes(6))).toBe(i === 0)
})

test('domains are counted apart, and one that tripped begins anew', () => {
  const window = openRefusalWindow()
  for (let i = 0; i < 2; i += 1) {
    expect(window.count('strict.test', true, 0)).toBe(false)
    expect(window.count('other.test', true, 0)).toBe(false)
  }
  expect(window.count('strict.test', true, 0)).toBe(true)
  expect(window.count('strict.test', true, 0)).toBe(false)
})

test('a clock that was set back, or an hour without mails, breaks nothing', () => {
  const window = openRefusalWindow()
  window.count('strict.test', true, minutes(60))
  window.count('strict.test', true, minutes(120))
  expect(window.count('strict.test', true, minutes(60))).toBe(false)
})

test('a million domains take no more memory than some thousands', () => {
  const window = openRefusalWindow()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 1_000_000; i += 1) window.count(`domain-${i}.test`, false, 0)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000)
})
