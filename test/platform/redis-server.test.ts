import { expect, test } from 'vitest'
import { openRedis } from '../support/redis.ts'

const unpacked = await openRedis({ onPath: false })
const reason = 'unavailable' in unpacked ? ` (${unpacked.unavailable})` : ''

test.skipIf('unavailable' in unpacked)(`a machine without redis-server gets one unpacked${reason}`, async () => {
  if ('unavailable' in unpacked) return
  const first = unpacked.pid()
  await unpacked.kill()
  await unpacked.restart()
  expect(unpacked.pid()).not.toBe(first)
  await unpacked.close()
})
