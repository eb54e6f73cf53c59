import type { AssembleDeps } from '../../editions/assemble-edition.ts'
import { type Revised, reviseEdition } from '../../editions/revise-edition.ts'
import { defaultPoolBits } from '../planned-selection.ts'
import { reselect } from './reselect.queries.ts'

/**
 * Makes a new revision of an edition and has it go to exactly the readers whose mail was not handed yet. A mail in
 * doubt keeps the revision it was sent as. Throws as reviseEdition().
 */
export async function reviseAndReselect(deps: AssembleDeps, day: string): Promise<Revised> {
  return deps.db.transaction().execute(async (trx) => {
    const revised = await reviseEdition({ ...deps, db: trx }, day)
    await reselect(trx, revised.editionId, defaultPoolBits(revised.selected))
    return revised
  })
}
