import { expect, test } from 'vitest'
import { planDelivery } from '../../services/delivery/plan-deliveries.ts'
import { assembleEdition } from '../../services/editions/assemble-edition.ts'
import { webEdition } from '../../services/editions/web-edition.ts'
import { useDatabase } from '../support/database.ts'
import { times, useStage } from './stage.ts'

const database = useDatabase()
const stage = useStage(database)
const withdrawn = 'Withdrawn by its authors; sent in the edition of November 16, 2026'

/** How many corrections each of the mails to an address carries. */
async function corrections(address: string): Promise<number[]> {
  const texts = await stage.textsTo(address)
  for (const text of texts) expect(times(text, 'Corrections -----------')).toBe(times(text, 'Withdrawn by') > 0 ? 1 : 0)
  return texts.map((text) => times(text, 'Withdrawn by its authors; sent in the edition of'))
}

/** Two readers are sent the first day's edition; its first paper is then withdrawn, and another reader comes. */
async function sendAndWithdraw(): Promise<{ paperId: number; editionId: number }> {
  await stage.reader('ada@example.org')
  await stage.reader('bram@example.org')
  await stage.list('2026-11-16')
  await stage.send('2026-11-16')
  const { id, editionId } = await stage.paperAt('2026-11-16', 0)
  await stage.withdraw(id, '2026-11-17T15:00:00Z')
  await stage.reader('chidi@example.org')
  return { paperId: id, editionId }
}

test('who was sent a paper that is then withdrawn is told once, with the next edition, and nobody else', async () => {
  await sendAndWithdraw()
  const { title } = await stage.paperAt('2026-11-16', 0)
  for (const day of ['2026-11-17', '2026-11-18', '2026-11-19']) {
    await stage.list(day)
    await stage.send(day)
    await stage.send(day)
  }
  expect(await corrections('ada@example.org')).toEqual([0, 1, 0, 0])
  expect(await corrections('bram@example.org')).toEqual([0, 1, 0, 0])
  expect(await corrections('chidi@example.org')).toEqual([0, 0, 0])
  expect((await stage.textsTo('ada@example.org'))[1]).toContain(`${title} ${withdrawn}`)
})

test('only an accepted mail is corrected', async () => {
  await sendAndWithdraw()
  await database.pool.query(
    `update deliveries set state = 'refused' from subscribers s where s.id = subscriber_id and s.address = 'bram@example.org'`
  )
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  expect(await corrections('ada@example.org')).toEqual([0, 1])
  expect(await corrections('bram@example.org')).toEqual([0, 0])
})

test('of a reader with a selection counts what the selection had', async () => {
  await stage.reader('ada@example.org')
  const own = await stage.reader('bram@example.org')
  await stage.list('2026-11-16')
  await stage.send('2026-11-16')
  // Not the first paper, which is withdrawn, but the fourth, which is too and was sent to nobody else.
  await database.pool.query(String.raw`update deliveries set selection = '\x0a' where subscriber_id = $1`, [own])
  for (const position of [0, 3]) {
    await stage.withdraw((await stage.paperAt('2026-11-16', position)).id, '2026-11-17T15:00:00Z')
  }
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  const [first, fourth] = await Promise.all([0, 3].map((position) => stage.paperAt('2026-11-16', position)))
  const [, toAda] = await stage.textsTo('ada@example.org')
  const [, toBram] = await stage.textsTo('bram@example.org')
  expect(toAda).toContain(first?.title)
  expect(toAda).not.toContain(fourth?.title)
  expect(toBram).toContain(fourth?.title)
  expect(toBram).not.toContain(first?.title)
})

test('a correction that never left is owed again; one that may have arrived is not', async () => {
  await sendAndWithdraw()
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  await database.pool.query(
    `update deliveries d set state = 'expired', doubts = case s.address when 'ada@example.org' then 0 else 1 end
     from subscribers s, editions e
     where s.id = d.subscriber_id and e.id = d.edition_id and e.feed_day = '2026-11-17'`
  )
  await stage.list('2026-11-18')
  await stage.send('2026-11-18')
  expect(await corrections('ada@example.org')).toEqual([0, 1, 1])
  expect(await corrections('bram@example.org')).toEqual([0, 1, 0])
})

test('an edition carries only corrections that somebody is yet to be told, and none for what nobody was sent', async () => {
  await sendAndWithdraw()
  await stage.withdraw((await stage.paperAt('2026-11-16', 4)).id, '2026-11-17T15:00:00Z')
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  await stage.list('2026-11-18')
  await stage.send('2026-11-18')
  const { rows } = await database.pool.query(
    'select kind, slot, feed_day from edition_extras join editions on id = edition_id'
  )
  expect(rows).toEqual([{ kind: 'correction', slot: 0, feed_day: '2026-11-17' }])
})

test('a withdrawal before the freeze, or more than 30 days ago, brings no correction', async () => {
  const { paperId } = await sendAndWithdraw()
  await stage.withdraw(paperId, '2026-11-17T07:00:00Z')
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  await stage.withdraw(paperId, '2026-11-17T15:00:00Z')
  await stage.list('2026-12-17')
  await stage.send('2026-12-17')
  expect(await corrections('ada@example.org')).toEqual([0, 0, 0])
})

test('a correction alone makes no edition', async () => {
  await sendAndWithdraw()
  stage.deps.clock.set('2026-11-18T08:00:00Z')
  expect(await assembleEdition(stage.deps, { day: '2026-11-17', minimum: 1 })).toEqual({
    kind: 'too_few',
    candidates: 0
  })
})

test('a welcome has no corrections, also for who comes back', async () => {
  await sendAndWithdraw()
  const { rows } = await database.pool.query(
    `update subscribers set state = 'unsubscribed' where address = 'ada@example.org' returning id`
  )
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  const { editionId } = await stage.paperAt('2026-11-17', 0)
  await database.db
    .transaction()
    .execute((trx) => planDelivery(trx, stage.deps.clock, { editionId, subscriberId: rows[0].id }))
  const selections = await database.pool.query(
    'select s.address, selection is null as usual from deliveries join subscribers s on s.id = subscriber_id where edition_id = $1 order by 1',
    [editionId]
  )
  expect(selections.rows).toEqual([
    { address: 'ada@example.org', usual: true },
    { address: 'bram@example.org', usual: false },
    { address: 'chidi@example.org', usual: true }
  ])
})

test('a paper that was sent under another row, merged since, is corrected as the paper it turned out to be', async () => {
  const { paperId } = await sendAndWithdraw()
  const { rows } = await database.pool.query(
    `insert into papers (title, title_key, withdrawn_at, created_at, updated_at)
     values ('The Name It Has Now', 'thenameithasnow', '2026-11-17T15:00:00Z', now(), now()) returning id`
  )
  await database.pool.query('update papers set merged_into = $1, withdrawn_at = null where id = $2', [
    rows[0].id,
    paperId
  ])
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  expect(await corrections('ada@example.org')).toEqual([0, 1])
  expect((await stage.textsTo('ada@example.org'))[1]).toContain(`The Name It Has Now ${withdrawn}`)
})

test('sent in two editions, as after one was cancelled half way, it is corrected once, for the newer', async () => {
  const { paperId, editionId } = await sendAndWithdraw()
  await database.pool.query(`update editions set state = 'cancelled' where id = $1`, [editionId])
  await database.pool.query('update papers set withdrawn_at = null')
  await stage.list('2026-11-17')
  await stage.send('2026-11-17')
  expect((await stage.textsTo('ada@example.org'))[1]).toContain((await stage.paperAt('2026-11-16', 0)).title)
  await stage.withdraw(paperId, '2026-11-18T15:00:00Z')
  await stage.list('2026-11-18')
  await stage.send('2026-11-18')
  const texts = await stage.textsTo('ada@example.org')
  expect(await corrections('ada@example.org')).toEqual([0, 0, 1])
  expect(texts[2]).toContain('sent in the edition of November 17, 2026')
})

test('the mail in the browser says at the paper that it was withdrawn since', async () => {
  const day = '2026-11-16'
  await stage.reader('ada@example.org')
  await stage.list(day)
  await stage.send(day)
  const second = await stage.paperAt(day, 1)
  const third = await stage.paperAt(day, 2)
  await stage.withdraw(second.id, '2026-11-17T15:00:00Z')
  const { html = '', text = '' } =
    (await webEdition({ db: database.db, baseUrl: 'https://papers.example.org' }, day)) ?? {}
  for (const body of [html, text].map((part) => part.replaceAll(/\s+/g, ' ').replaceAll('&amp;', '&'))) {
    const [before = '', after = '', ...more] = body.split('Withdrawn by its authors since this was sent.')
    expect(more).toEqual([])
    expect(before).toContain(second.title)
    expect(before.split(second.title).at(-1)).not.toContain(third.title)
    expect(after).toContain(third.title)
  }
})
