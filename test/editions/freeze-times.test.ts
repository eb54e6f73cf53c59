import { expect, test } from 'vitest'
import { freezesBetween, freezeTimeOn, nextFreeze, todaysFreeze } from '../../services/editions/freeze-times.ts'
import { days } from '../support/clock.ts'

const berlin = { digestTime: '08:00', digestTimezone: 'Europe/Berlin' }

test('a freeze is at DIGEST_TIME by the clock of its zone, summer and winter', () => {
  expect(freezeTimeOn('2026-07-01', berlin).toISOString()).toBe('2026-07-01T06:00:00.000Z')
  expect(freezeTimeOn('2026-12-01', berlin).toISOString()).toBe('2026-12-01T07:00:00.000Z')
})

test('a time that summer time skips, or that comes twice, is one instant', () => {
  const night = { digestTime: '02:30', digestTimezone: 'Europe/Berlin' }
  expect(freezeTimeOn('2026-03-29', night).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(freezeTimeOn('2026-10-25', night).toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

test.each([
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC'
])('in %s there is exactly one freeze on each of 800 local days, at any hour', (digestTimezone) => {
  for (const digestTime of ['00:00', '00:30', '01:59', '02:00', '02:30', '03:00', '08:00', '23:59']) {
    const start = new Date('2026-01-01T12:00:00Z')
    const freezes = freezesBetween(start, new Date(start.getTime() + days(800)), { digestTime, digestTimezone })
    const local = new Intl.DateTimeFormat('sv', {
      timeZone: digestTimezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit'
    })
    expect(freezes).toHaveLength(800)
    expect(new Set(freezes.map((freeze) => local.format(freeze))).size).toBe(800)
  }
})

test('the bounds: after the first, up to and including the last', () => {
  const freeze = freezeTimeOn('2026-11-24', berlin)
  expect(freezesBetween(freeze, freeze, berlin)).toEqual([])
  expect(freezesBetween(new Date(freeze.getTime() - 1), freeze, berlin)).toEqual([freeze])
  expect(freezesBetween(freeze, new Date(freeze.getTime() + days(1)), berlin)).toEqual([
    freezeTimeOn('2026-11-25', berlin)
  ])
  expect(nextFreeze(freeze, berlin)).toEqual(freezeTimeOn('2026-11-25', berlin))
  expect(nextFreeze(new Date(freeze.getTime() - 1), berlin)).toEqual(freeze)
})

test('today is the day of the zone, not of UTC', () => {
  const apia = { digestTime: '08:00', digestTimezone: 'Pacific/Apia' }
  expect(todaysFreeze(new Date('2026-11-23T12:00:00Z'), apia)).toEqual(freezeTimeOn('2026-11-24', apia))
})
