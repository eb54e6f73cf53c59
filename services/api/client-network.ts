import { isIP } from 'node:net'

/**
 * The network an address belongs to, as far as we keep it: /24 of IPv4, /48 of IPv6.
 * `unknown` for what is no address, which a trusted proxy may still have forwarded.
 */
export function clientNetwork(ip: string): string {
  const address = plainAddress(ip)
  switch (isIP(address)) {
    case 4:
      return `${address.split('.').slice(0, 3).join('.')}.0/24`
    case 6:
      return `${firstGroups(address, 3).join(':')}::/48`
    default:
      return 'unknown'
  }
}

/** The network that has a budget of its own: one address of IPv4, a /64 of IPv6, which is one household's. */
export function budgetNetwork(ip: string): string {
  const address = plainAddress(ip)
  return isIP(address) === 6 ? `${firstGroups(address, 4).join(':')}::/64` : address
}

/** Whether it is this machine. */
export function isThisMachine(ip: string): boolean {
  const address = plainAddress(ip)
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'))
}

/** Without a zone, and IPv4 as IPv4. */
function plainAddress(ip: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip.replace(/%.*/s, '')
}

function firstGroups(address: string, count: number): string[] {
  const [head = '', tail = ''] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  // An IPv4 tail stands for two groups; it never reaches the first four.
  const groups = address.includes('::')
    ? [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
    : front
  return groups.slice(0, count).map((group) => Number.parseInt(group, 16).toString(16))
}
