import { type AssembleDeps, assembleEdition } from '../editions/assemble-edition.ts'
import { findEditionOf } from '../editions/find-edition.ts'
import { makeSampleEdition } from '../editions/sample-edition.ts'
import { webEdition } from '../editions/web-edition.ts'
import { outgoingOf } from '../mail/outgoing.ts'
import { AppError } from '../platform/errors.ts'
import { deliveryRenderer } from './render-delivery.ts'

/**
 * The mail of a day as an invented reader would get it. Where the day is not frozen yet
 * it is assembled in a transaction that is then rolled back, so a preview decides nothing.
 * `day` null is the sample. Throws EDITION_EMPTY, DATE_NOT_OPEN.
 */
export async function previewEdition(
  deps: AssembleDeps,
  day: string | null
): Promise<{ html: string; text: string; eml: Buffer }> {
  const { db, config } = deps
  const trx = await db.startTransaction().execute()
  try {
    if (day === null) await makeSampleEdition({ ...deps, db: trx })
    else {
      const outcome = await assembleEdition({ ...deps, db: trx }, { day, minimum: 1 })
      if (outcome.kind === 'too_few')
        throw new AppError('EDITION_EMPTY', `there are no papers for ${day} that were in no edition yet`)
    }
    const edition = await findEditionOf({ db: trx }, day)
    const web = await webEdition({ db: trx, baseUrl: config.baseUrl, words: deps.templates.words }, day)
    if (edition === undefined || web === undefined) throw new Error('the edition vanished while it was previewed')
    const render = deliveryRenderer({ db: trx, outgoing: outgoingOf(config), secretKeys: config.secretKeys })
    const rendered = await render({
      key: edition.id,
      subscriberId: 0,
      address: 'reader@example.org',
      datedAt: edition.frozenAt,
      details: { revision: edition.revision, selection: null }
    })
    if ('unwritable' in rendered) throw new Error(rendered.unwritable)
    return { html: web.html, text: web.text, eml: rendered.message }
  } finally {
    await trx.rollback().execute()
  }
}
