import { listen } from '../platform/listen.ts'
import type { Log } from '../platform/log.ts'
import type { Ledger, MailKey } from './ledger.ts'

/** Whose mails are to be let go of: an edition's, a reader's, or all, where a notice may have been missed. */
export type Recall = { editionId: number } | { subscriberId: number } | 'all'

export interface Recalls {
  /** Calls `onRecall` until the returned function is called. */
  subscribe(onRecall: (recall: Recall) => void): () => void
  close(): Promise<void>
}

/**
 * Says at once when an edition is paused, cancelled or revised, or a reader leaves or changes the
 * address: the triggers of migration 0013 tell, so that no way to do so can forget to. A worker lets go
 * of the mails concerned that it has not handed, and the next claim looks at the tables again.
 */
export async function openRecalls(url: string, log: Log): Promise<Recalls> {
  const listeners = new Set<(recall: Recall) => void>()
  function tell(recall: Recall): void {
    for (const onRecall of listeners) onRecall(recall)
  }
  const listener = await listen(url, {
    channel: 'recall',
    log,
    onGap: () => tell('all'),
    onNotice(payload) {
      const [what, id] = payload.split(' ')
      if (what === 'edition') tell({ editionId: Number(id) })
      else if (what === 'reader') tell({ subscriberId: Number(id) })
    }
  })
  return {
    subscribe(onRecall) {
      listeners.add(onRecall)
      return () => void listeners.delete(onRecall)
    },
    close: () => listener.close()
  }
}

/** Whether a mail is one of those to be let go of. */
export function concerns(recall: Recall, ledger: Ledger, mail: MailKey): boolean {
  if (recall === 'all') return true
  if ('subscriberId' in recall) return mail.subscriberId === recall.subscriberId
  return ledger === 'deliveries' && mail.key === recall.editionId
}
