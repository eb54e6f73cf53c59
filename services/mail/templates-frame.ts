import type { Identity } from './identity.ts'

/** What the header and the footer of every mail show; null where it is not configured. */
export function frameData(identity: Identity): Record<string, string | null> {
  const { siteName, curator, operatorName, postalAddress, contactEmail, baseUrl } = identity
  const operator = [operatorName, postalAddress].filter((part) => part !== undefined).join(', ')
  return {
    siteName,
    curator: curator ?? null,
    operator: operator === '' ? null : operator,
    contactEmail: contactEmail ?? null,
    baseUrl,
    host: new URL(baseUrl).host,
    unsubscribe: null,
    preferences: null
  }
}
