import { findDayOf } from '../editions/find-edition.ts'
import { type LoadedRevision, loadRevision } from '../editions/load-revision.ts'
import { editionUrl } from '../mail/identity.ts'
import { prepareDigest } from '../mail/message.ts'
import { recipientFault } from '../mail/message-headers.ts'
import type { Outgoing } from '../mail/outgoing.ts'
import type { Db } from '../platform/database.ts'
import type { Keys } from '../platform/tokens.ts'
import type { ClaimedMail, DeliveryDetails } from './ledger.ts'
import { personalLinks } from './personal-links.ts'
import type { Rendered } from './rendered.ts'
import { selectedBlocks } from './selection.ts'

/** Editions kept prepared: the one being sent, the newest as welcome, and one to spare. */
const keptEditions = 3

/** Selections kept laid out with each: readers of one topic have the same, and one takes longer than a mail. */
const keptSelections = 500

/** What a delivery's bytes depend on beside its edition. */
type RenderableMail = Pick<ClaimedMail, 'key' | 'subscriberId' | 'address' | 'datedAt' | 'details'>

interface Prepared {
  blocksOf(selection: string | null): ReturnType<typeof selectedBlocks>
  join: ReturnType<typeof prepareDigest>
}

/**
 * Returns what makes a delivery's bytes: the frozen segments of its revision, read and
 * prepared once, joined with the personal links. The same bytes at every try.
 */
export function deliveryRenderer({ db, outgoing, secretKeys }: { db: Db; outgoing: Outgoing; secretKeys: Keys }) {
  const { identity } = outgoing
  const prepared = new Map<string, Promise<Prepared>>()

  function prepare(editionId: number, revision: number): Promise<Prepared> {
    const name = `${editionId}/${revision}`
    const known = prepared.get(name)
    if (known !== undefined) {
      // The one used last is the last to go: a long send does not lose its edition to a few welcomes.
      prepared.delete(name)
      prepared.set(name, known)
      return known
    }
    const loading = load(editionId, revision).catch((error: unknown) => {
      prepared.delete(name)
      throw error
    })
    prepared.set(name, loading)
    for (const oldest of [...prepared.keys()].slice(0, -keptEditions)) prepared.delete(oldest)
    return loading
  }

  async function load(editionId: number, number: number): Promise<Prepared> {
    const revision = await loadRevision({ db }, editionId, number)
    const archiveUrl = editionUrl(identity, await findDayOf({ db }, editionId))
    return { blocksOf: blocksKept(revision), join: prepareDigest(outgoing, { ...revision, archiveUrl }) }
  }

  return async function render({
    key: editionId,
    subscriberId,
    address,
    datedAt,
    details
  }: RenderableMail): Promise<Rendered> {
    const unwritable = recipientFault(address)
    if (unwritable !== undefined) return { unwritable }
    const { revision: number, selection } = details as DeliveryDetails
    const { blocksOf, join } = await prepare(editionId, number)
    const message = await join(blocksOf(selection), {
      to: address,
      messageId: `edition-${editionId}.${subscriberId}@${identity.messageIdDomain}`,
      date: datedAt,
      links: personalLinks({ baseUrl: identity.baseUrl, secretKeys }, subscriberId)
    })
    return { message, from: outgoing.envelopeSender({ ledger: 'deliveries', key: editionId, subscriberId }) }
  }
}

function blocksKept(revision: LoadedRevision): Prepared['blocksOf'] {
  const kept = new Map<string | null, ReturnType<typeof selectedBlocks>>()
  return (selection) => {
    const blocks = kept.get(selection) ?? selectedBlocks(selection, revision)
    if (kept.size < keptSelections) kept.set(selection, blocks)
    return blocks
  }
}
