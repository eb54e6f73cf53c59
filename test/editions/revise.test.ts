import { expect, test } from 'vitest'
import { reviseAndReselect } from '../../services/delivery/control/revise-and-reselect.ts'
import { sendNow } from '../../services/delivery/send-now.ts'
import { editionFacts } from '../../services/editions/archive.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import { useDatabase } from '../support/database.ts'
import { useStage } from './stage.ts'

const database = useDatabase()
const stage = useStage(database)
const day = '2026-11-17'

/** The first reader has the first revision; the others have nothing yet. */
async function sentToOne() {
  await stage.reader('first@example.org')
  await stage.reader('second@example.org')
  await stage.list(day)
  stage.deps.clock.set(`${addDays(day, 1)}T08:00:00Z`)
  await sendNow(stage.deps, { day, only: 'first@example.org' })
  await stage.sendDue()
}

test('a revision reaches exactly the readers whose mail was not handed, without what was withdrawn', async () => {
  await sentToOne()
  const top = await stage.paperAt(day, 0)
  await stage.withdraw(top.id, `${addDays(day, 1)}T08:01:00Z`)
  const revised = await reviseAndReselect(stage.deps, day)
  expect(revised).toMatchObject({ revision: 2, papers: 4, selected: 3 })
  await sendNow(stage.deps, { day, only: undefined })
  await stage.sendDue()

  const [first, ...more] = await stage.textsTo('first@example.org')
  expect(more).toEqual([])
  expect(first).toContain(top.title)
  const [second, ...others] = await stage.textsTo('second@example.org')
  expect(others).toEqual([])
  expect(second).not.toContain(top.title)
  const { rows } = await database.pool.query('select revision, state from deliveries order by subscriber_id')
  expect(rows).toEqual([
    { revision: 1, state: 'accepted' },
    { revision: 2, state: 'accepted' }
  ])
})

test('the archive has both revisions: what some readers got, and what the others got', async () => {
  await sentToOne()
  const top = await stage.paperAt(day, 0)
  await stage.withdraw(top.id, `${addDays(day, 1)}T08:01:00Z`)
  await reviseAndReselect(stage.deps, day)
  const web = async (revision?: number) =>
    (await webEdition({ db: database.db, baseUrl: 'https://papers.example.org' }, day, revision))?.text.replaceAll(
      /\s+/g,
      ' '
    )
  expect(await web(1)).toContain(top.title)
  expect(await web(2)).not.toContain(top.title)
  expect(await web()).toEqual(await web(2))
  expect(await web(1)).toContain(`/editions/${day}?revision=1#as-mailed`)
  expect(await web(3)).toBeUndefined()
  const facts = await editionFacts(stage.deps, day)
  expect(facts).toMatchObject({
    revision: 2,
    earlier: [{ revision: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) }]
  })
  expect(facts?.earlier[0]?.hash).not.toBe(facts?.hash)
})

test('what is in doubt keeps the revision it was sent as', async () => {
  await sentToOne()
  await database.pool.query(`update deliveries set state = 'in_doubt', doubts = 1`)
  await database.pool.query(
    'insert into single_deliveries (edition_id, subscriber_id, due_at) select edition_id, subscriber_id, $1 from deliveries',
    [stage.deps.clock.now()]
  )
  await reviseAndReselect(stage.deps, day)
  await stage.sendDue()
  const [before, again] = await stage.sourcesTo('first@example.org')
  expect(again).toBe(before)
})

test('an edition that was sent cannot be revised', async () => {
  await stage.reader('only@example.org')
  await stage.list(day)
  await stage.send(day)
  await database.pool.query(`update editions set state = 'sent'`)
  await expect(reviseAndReselect(stage.deps, day)).rejects.toMatchObject({ code: 'EDITION_STATE' })
})
