import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { type Mailroom, openMailroom } from '../../services/delivery/mailroom.ts'
import { sendNow } from '../../services/delivery/send-now.ts'
import type { AssembleDeps } from '../../services/editions/assemble-edition.ts'
import { openTemplates } from '../../services/mail/templates.ts'
import { addDays } from '../../services/papers/feed-day.ts'
import { openLog } from '../../services/platform/log.ts'
import { aSubscriber } from '../support/cast.ts'
import { clockAt, type TestClock } from '../support/clock.ts'
import { testConfig } from '../support/config.ts'
import type { TestDatabase } from '../support/database.ts'
import { listPapers } from '../support/papers.ts'

/** Days of editions, sent for real into the inbox: what readers get is read there. */
export interface Stage {
  deps: AssembleDeps & { clock: TestClock }
  reader(address: string): Promise<number>
  /** A feed day with five new papers, of which a mail shows the first three. */
  list(day: string): Promise<void>
  /** Puts the edition of a day together at 08:00 of the next, plans it, and sends what is due. */
  send(day: string): Promise<void>
  /** The paper at a place of an edition's pool, and where it is frozen. */
  paperAt(day: string, position: number): Promise<{ id: number; title: string; editionId: number }>
  /** Writes down a paper's votes at an instant. */
  votes(paperId: number, votes: number, at: string): Promise<void>
  withdraw(paperId: number, at: string): Promise<void>
  /** Sends what is due now. */
  sendDue(): Promise<unknown>
  /** The texts of all mails to an address, oldest first, each on one line. */
  textsTo(address: string): Promise<string[]>
  /** Their bytes. */
  sourcesTo(address: string): Promise<string[]>
}

export const shown = 3
const listed = 5

export function useStage(database: TestDatabase): Stage {
  const clock = clockAt('2026-11-16T12:00:00Z')
  const stage = {} as Stage
  let mailroom: Mailroom
  let place = 0

  beforeAll(async () => {
    const config = testConfig({ DIGEST_SIZE: String(shown) })
    stage.deps = { db: database.db, clock, config, templates: await openTemplates() }
    mailroom = await openMailroom({ ...stage.deps, url: database.url, log: openLog('silent') })
  })
  afterAll(() => mailroom.close())
  beforeEach(async () => {
    place = 0
    clock.set('2026-11-16T12:00:00Z')
    await database.pool.query('truncate subscribers, deliveries, inbox_messages, editions, papers cascade')
  })

  stage.reader = (address) => aSubscriber(database.db, { address })
  stage.list = async (day) => {
    await listPapers(database.db, day, listed, place)
    place += listed
  }
  stage.send = async (day) => {
    clock.set(`${addDays(day, 1)}T08:00:00Z`)
    await sendNow(stage.deps, { day, only: undefined })
    await mailroom.sendDeliveries()
  }
  stage.paperAt = async (day, position) => {
    const { rows } = await database.pool.query(
      `select paper_id as id, title, edition_id as "editionId" from edition_papers join editions on editions.id = edition_id
       where feed_day = $1 and position = $2`,
      [day, position]
    )
    return rows[0]
  }
  stage.votes = async (paperId, votes, at) => {
    await database.pool.query('insert into paper_snapshots (paper_id, votes, seen_at) values ($1, $2, $3)', [
      paperId,
      votes,
      at
    ])
  }
  stage.withdraw = async (paperId, at) => {
    await database.pool.query('update papers set withdrawn_at = $2 where id = $1', [paperId, at])
  }
  stage.sendDue = () => mailroom.sendDeliveries()
  stage.sourcesTo = async (address) => {
    const { rows } = await database.pool.query('select source from inbox_messages where recipient = $1 order by id', [
      address
    ])
    return rows.map(({ source }) => source.toString('latin1'))
  }
  stage.textsTo = async (address) => {
    const { rows } = await database.pool.query('select source from inbox_messages where recipient = $1 order by id', [
      address
    ])
    const mails = await Promise.all(rows.map(({ source }) => PostalMime.parse(source)))
    return mails.map(({ text }) => (text ?? '').replaceAll(/\s+/g, ' '))
  }
  return stage
}

/** How often a text has a phrase. */
export const times = (text: string | undefined, phrase: string) => (text ?? '').split(phrase).length - 1
