import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientNetwork } from '../../services/api/client-network.ts'

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:abcd:1234:5678::9', '2001:db8:abcd::/48'],
  ['2001:DB8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0::/48'],
  ['unknown', 'unknown'],
  ['203.0.113.7:4711', 'unknown'],
  ['', 'unknown']
])('%s is kept as %s', (ip, network) => {
  expect(clientNetwork(ip)).toBe(network)
})

test('no more of an address is kept than its first three groups', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
      expect(clientNetwork(ip)).toMatch(/^\d+\.\d+\.\d+\.0\/24$|^[0-9a-f]+(:[0-9a-f]+){2}::\/48$/)
    }),
    { numRuns: 2000 }
  )
})
