import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findPostfixPrograms } from './postfix-binary.ts'
import { openSmtpSink } from './smtp-sink.ts'

const found = await findPostfixPrograms().catch((error: Error) => error)
const reason = found instanceof Error ? ` (none could be fetched: ${found.message.split('\n')[0]})` : ''

test.skipIf(found instanceof Error)(`smtp-sink counts every mail it took, and no other${reason}`, async () => {
  if (found instanceof Error) return
  const sink = await openSmtpSink()
  expect(sink.count()).toBe(0)
  const mails = ['-s', '4', '-m', '301', '-f', 'daily@example.org', '-t', 'reader@example.org']
  await promisify(execFile)(found.smtpSource, [...mails, `127.0.0.1:${sink.port}`], { env: found.env })
  expect(sink.count()).toBe(301)
  await sink.close()
})
