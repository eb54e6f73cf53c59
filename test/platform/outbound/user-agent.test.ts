import { expect, test } from 'vitest'
import { userAgent } from '../../../services/platform/outbound/user-agent.ts'

test.each([
  ['http://localhost:3000', undefined, /^DailyPapers\/\d+\.\d+\.\d+$/],
  ['http://localhost:3000', 'desk@example.org', /^DailyPapers\/[\d.]+ \(mailto:desk@example\.org\)$/],
  [
    'https://papers.example.org',
    'desk@example.org',
    /^DailyPapers\/[\d.]+ \(\+https:\/\/papers\.example\.org; mailto:desk@example\.org\)$/
  ],
  [
    'https://papers.example.org/a(b)\r\nx: ü',
    undefined,
    /^DailyPapers\/[\d.]+ \(\+https:\/\/papers\.example\.org\/abx:\)$/
  ]
])('%s and %s: who asks can be reached where that was said', (baseUrl, contactEmail, expected) => {
  expect(userAgent({ baseUrl, contactEmail })).toMatch(expected)
})
