import { AppError } from '../platform/errors.ts'
import { openRelays, type Verdict } from './relays.ts'
import type { ReplyClass } from './replies/reply-class.ts'
import { handOver, type Mail, openRelayPool, type RelayOptions, type RelayOutcome } from './transport-relay.ts'

/**
 * What became of one mail. Replies and reasons are redacted: the address is `<address>`.
 * `relay` is the place in SMTP_URL, from 0.
 */
export type SendOutcome = { relay: number } & (
  | { kind: 'accepted'; reply: string; relayId: string | undefined }
  /** A reply that is not 250: not delivered for certain. `permanent`: 5xx. */
  | { kind: 'answered'; class: ReplyClass; permanent: boolean; reply: string }
  /**
   * Not delivered for certain, and the network, TLS or our settings are the cause, never the reader. `untrusted`: it is
   * there, and offers no TLS or none that can be trusted.
   */
  | { kind: 'unreachable'; reason: string; untrusted?: true }
  /** The final dot may have left and no readable answer came: the relay may have the mail. */
  | { kind: 'in_doubt'; reason: string }
)

export interface Transport {
  /**
   * Hands one mail to the first relay that is there. Resolves for anything the network or a relay does.
   * `firstContact`: the first try of this mail, as greylisting counts.
   * Throws ADDRESS_INVALID, before a byte is sent, unless both addresses are one plain addr-spec.
   */
  send(mail: Mail): Promise<SendOutcome>
  /**
   * Takes no new mail, answers `unreachable` for what no connection has begun, waits for
   * the rest (up to ten minutes for a silent relay) and leaves no socket behind.
   */
  close(): Promise<void>
}

interface TransportOptions extends RelayOptions {
  /** smtp:// (port 587) or smtps:// (port 465), in the order in which they are to be used. */
  urls: readonly string[]
  /** Told once each time a relay is put aside, and why: with several, mails go on leaving. */
  onAside?: (relay: number, reason: string, waitMs: number) => void
  /** Milliseconds that only go forward; the process's own unless a test moves them. */
  elapsed?: () => number
}

/**
 * Opens the connections to the relays, one pool each. Nothing is connected before the first
 * mail. A relay that is away, or whose answer is about itself, is put aside, and the next
 * gets the same mail at once: only what is not delivered for certain goes to another.
 */
export function openTransport({ urls, onAside, elapsed, ...options }: TransportOptions): Transport {
  const pools = urls.map((url) => openRelayPool(url, options))
  const relays = openRelays(urls.length, elapsed ?? (() => performance.now()))
  const inFlight = new Set<Promise<SendOutcome>>()
  let closing = false

  async function offer(mail: Mail): Promise<SendOutcome> {
    const failed: SendOutcome[] = []
    for (;;) {
      const turn = closing && failed.length > 0 ? undefined : relays.next(failed.map(({ relay }) => relay))
      const pool = turn === undefined ? undefined : pools[turn.relay]
      if (turn === undefined || pool === undefined) return mostTelling(failed)
      const outcome = { relay: turn.relay, ...(await handOver(pool, mail)) }
      const verdict = closing ? 'unknown' : verdictOf(outcome)
      const waitMs = relays.settle(turn, verdict)
      if (waitMs !== undefined) onAside?.(turn.relay, wordsOf(outcome), waitMs)
      if (verdictOf(outcome) !== 'away') return outcome
      failed.push(outcome)
    }
  }

  return {
    async send(mail) {
      assertAddrSpec(mail.from)
      assertAddrSpec(mail.to)
      const sending = offer(mail)
      inFlight.add(sending)
      try {
        return await sending
      } finally {
        inFlight.delete(sending)
      }
    },
    async close() {
      closing = true
      for (const pool of pools) pool.close()
      await Promise.all(inFlight)
      // A connection that just finished is not yet free again, and close() spares it.
      for (const pool of pools) pool.close({ force: true })
    }
  }
}

function verdictOf(outcome: RelayOutcome): Verdict {
  if (outcome.kind === 'in_doubt') return 'unknown'
  if (outcome.kind === 'unreachable') return 'away'
  return outcome.kind === 'answered' && outcome.class === 'relay' ? 'away' : 'works'
}

/** What to tell where every relay failed: an answer names a cause that somebody can mend, silence does not. */
function mostTelling(failed: readonly SendOutcome[]): SendOutcome {
  const told = failed.find(({ kind }) => kind === 'answered') ?? failed[0]
  return told ?? { kind: 'unreachable', relay: 0, reason: 'no relay to send to' }
}

function wordsOf(outcome: RelayOutcome): string {
  return 'reason' in outcome ? outcome.reason : outcome.reply
}

const atoms = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
const addrSpec = new RegExp(`^(?=.{3,254}$)(?=[^@]{1,64}@)${atoms}(\\.${atoms})*@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$`)

/**
 * RFC 5321 section 4.1.2 without quoted strings and literals: what cannot name a second recipient.
 * Nor letters beyond ASCII: sign-up refuses them, since most relays do not offer SMTPUTF8
 * (RFC 6531), so none is stored and none could be bounced for it.
 */
function assertAddrSpec(address: string): void {
  // `$` in JavaScript, without the m flag, does not match before a final line break.
  if (!addrSpec.test(address)) throw new AppError('ADDRESS_INVALID', 'An envelope address is not one plain address')
}
