import { expect, test } from 'vitest'
import { isPublicAddress } from '../../../services/platform/outbound/public-address.ts'

test.each(['1.1.1.1', '151.101.1.42', '172.15.0.1', '172.32.0.1', '192.0.1.1', '223.255.255.255', '2a04:4e42::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true)
  }
)

test.each([
  ['this network', '0.0.0.0'],
  ['loopback', '127.0.0.1'],
  ['loopback of IPv6', '::1'],
  ['a private network', '10.1.2.3'],
  ['a private network in the middle of a block', '172.20.0.1'],
  ['a private network of a home', '192.168.0.1'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local, where clouds keep their secrets', '169.254.169.254'],
  ['documentation', '203.0.113.5'],
  ['multicast', '224.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['an IPv4 address mapped into IPv6', '::ffff:10.0.0.1'],
  ['a mapped public one', '::ffff:1.1.1.1'],
  ['translation of IPv4', '64:ff9b::a00:1'],
  ['6to4', '2002:a00:1::'],
  ['Teredo', '2001::1'],
  ['documentation of IPv6', '2001:db8::1'],
  ['unique local', 'fd00::1'],
  ['link-local of IPv6', 'fe80::1'],
  ['no address', 'example.org'],
  ['an address in another way of writing', '0x7f.1']
])('%s is not public: %s', (_what, address) => {
  expect(isPublicAddress(address)).toBe(false)
})
