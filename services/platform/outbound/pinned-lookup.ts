import { lookup as systemLookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopback } from '../loopback.ts'
import { isPublicAddress } from './public-address.ts'

interface Address {
  address: string
  family: number
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<Address[]>

export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true })

/** Which addresses a configured base address may mean: public ones, or this machine where it says so itself. */
export function permittedFor(base: URL): (address: string) => boolean {
  if (!isLoopback(base.href)) return isPublicAddress
  return (address) => address === '::1' || address.startsWith('127.')
}

/** Why an address written out as a number may not be requested, for which no lookup is made; undefined where it may. */
export function closedLiteral(base: URL, permitted: (address: string) => boolean): string | undefined {
  const literal = base.hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) !== 0 && !permitted(literal) ? `${literal} is no address that requests may go to` : undefined
}

/**
 * Name resolution for one connect. Node connects to what this returns and asks nobody again, so
 * a name that answers differently the second time (DNS rebinding) gains nothing by it; checking
 * first and then calling fetch would resolve twice. Addresses that are not permitted are left out.
 */
export function pinnedLookup(resolve: Resolve, permitted: (address: string) => boolean): LookupFunction {
  async function permittedOf(hostname: string): Promise<Address[] | Error> {
    try {
      const found = (await resolve(hostname)).filter(({ address }) => permitted(address))
      return found.length > 0 ? found : new Error(`${hostname} has no address that requests may go to`)
    } catch (error) {
      return error as Error
    }
  }
  async function answer(...[hostname, { all = false }, callback]: Parameters<LookupFunction>): Promise<void> {
    const found = await permittedOf(hostname)
    if (found instanceof Error) callback(found, '')
    else if (all) callback(null, found)
    else callback(null, found[0]?.address ?? '', found[0]?.family)
  }
  return (...lookup) => void answer(...lookup)
}
