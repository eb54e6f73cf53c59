import type { PersonalLinks } from '../mail/message.ts'
import { type Keys, signSubscriberToken } from '../platform/tokens.ts'

/** The links that are one reader's own: the same at every try, and in every mail under the same key. */
export function personalLinks(
  { baseUrl, secretKeys }: { baseUrl: string; secretKeys: Keys },
  subscriberId: number
): PersonalLinks {
  return {
    unsubscribe: `${baseUrl}/unsubscribe/${signSubscriberToken(secretKeys, 'unsubscribe', subscriberId)}`,
    preferences: `${baseUrl}/preferences/${signSubscriberToken(secretKeys, 'preferences', subscriberId)}`
  }
}
