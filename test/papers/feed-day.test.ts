import { expect, test } from 'vitest'
import {
  addDays,
  closingTime,
  daysBetween,
  isFeedDay,
  newestClosedDay,
  openFeedDay
} from '../../services/papers/feed-day.ts'

const at = (instant: string) => openFeedDay(new Date(instant))

test('the feed day turns at 21:30 in New York, in winter and in summer', () => {
  expect(at('2026-01-15T02:29:59Z')).toBe('2026-01-14')
  expect(at('2026-01-15T02:30:00Z')).toBe('2026-01-15')
  expect(at('2026-07-15T01:29:59Z')).toBe('2026-07-14')
  expect(at('2026-07-15T01:30:00Z')).toBe('2026-07-15')
})

test('the day of the change to summer time has 23 hours', () => {
  expect(closingTime('2026-03-07').toISOString()).toBe('2026-03-08T02:30:00.000Z')
  expect(closingTime('2026-03-08').toISOString()).toBe('2026-03-09T01:30:00.000Z')
  expect(at('2026-03-08T02:29:59Z')).toBe('2026-03-07')
  expect(at('2026-03-08T02:30:00Z')).toBe('2026-03-08')
  expect(at('2026-03-09T01:29:59Z')).toBe('2026-03-08')
  expect(at('2026-03-09T01:30:00Z')).toBe('2026-03-09')
})

test('the day of the change to winter time has 25 hours', () => {
  expect(closingTime('2026-10-31').toISOString()).toBe('2026-11-01T01:30:00.000Z')
  expect(closingTime('2026-11-01').toISOString()).toBe('2026-11-02T02:30:00.000Z')
  expect(at('2026-11-02T02:29:59Z')).toBe('2026-11-01')
  expect(at('2026-11-02T02:30:00Z')).toBe('2026-11-02')
})

test('every day of two years is open until it closes and closed from then on', () => {
  for (let day = '2025-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
    const closes = closingTime(day)
    expect(openFeedDay(new Date(closes.getTime() - 1))).toBe(day)
    expect(openFeedDay(closes)).toBe(addDays(day, 1))
    expect(newestClosedDay(closes)).toBe(day)
  }
})

test('only calendar dates are feed days', () => {
  for (const day of ['2023-05-04', '2024-02-29', '2026-11-24']) expect(isFeedDay(day)).toBe(true)
  for (const day of ['2026-02-29', '2026-13-01', '2026-1-1', 'today', '', '2026-11-24T00:00:00Z', ' 2026-11-24'])
    expect(isFeedDay(day)).toBe(false)
})

test('days are counted on the calendar', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
  expect(daysBetween('2026-10-30', '2026-11-03')).toBe(4)
})
