import { describe, expect, test } from 'vitest'
import {
  clockDoor,
  downhill,
  environmentDoor,
  length,
  names,
  noCycles,
  privateQueries,
  type Rule,
  vendorDoors
} from './support/architecture-rules.ts'
import { readSources, type Source } from './support/sources.ts'
import { oneWriterATable, tableNames } from './support/table-writers.ts'

const sources = readSources()
const tables = tableNames()
const writers: Rule = (all) => oneWriterATable(all, tables)

const source = (path: string, text = ''): Source => ({ path, text })

/** Each rule, with offences it must see and look-alikes it must let pass. */
const rules: { title: string; rule: Rule; offences: Source[][]; fine: Source[][] }[] = [
  {
    title: 'imports go downhill',
    rule: downhill,
    offences: [
      [source('services/mail/message.ts', "import { plan } from '../delivery/plan.ts'")],
      [source('services/platform/log.ts', "import type { Paper } from '../papers/paper.ts'")],
      [source('services/papers/refresh.ts', "import {\n  a,\n  b\n} from '../subscribers/subscribe.ts'")],
      [source('services/api/admin.ts', "import { sweep } from '../../workers/sweep.ts'")],
      [source('workers/sweep.ts', "import { app } from '../services/api/app.ts'")],
      [source('services/api/app.ts', "const { main } = await import('../cli/main.ts')")],
      [source('services/cli/start.ts', "import { app } from '../api/app.ts'")],
      [source('services/cli/start.ts', "export { sweep } from '../../workers/sweep.ts'")],
      [source('services/billing/charge.ts', "import { log } from '../platform/log.ts'")]
    ],
    fine: [
      [source('services/cli/start.ts', "import { startApi } from '../api/main.ts'")],
      [source('services/cli/start.ts', "import { startWorkers } from '../../workers/main.ts'")],
      [source('services/api/pages/day.tsx', "import { subscribe } from '../../subscribers/subscribe.ts'")],
      [source('services/mail/a.ts', "// import { b } from '../delivery/b.ts'\nimport { b } from './b.ts'")]
    ]
  },
  {
    title: '*.queries.ts is private to its module',
    rule: privateQueries,
    offences: [[source('services/delivery/plan.ts', "import { list } from '../editions/editions.queries.ts'")]],
    fine: [[source('services/editions/assemble.ts', "import { list } from './editions.queries.ts'")]]
  },
  {
    title: 'each vendor has one door',
    rule: vendorDoors,
    offences: [
      [source('services/mail/inbox.ts', "import fastify from 'fastify'")],
      [source('services/cli/start.ts', "import statics from '@fastify/static'")],
      [source('workers/main.ts', "import type { Job } from 'bullmq'")],
      [source('services/delivery/send.ts', "import { createTransport } from 'nodemailer'")],
      [source('services/delivery/send.ts', "import SMTPPool from 'nodemailer/lib/smtp-pool'")],
      [source('services/editions/render.ts', "import mjml from 'mjml'")],
      [source('services/papers/store.ts', "import pg from 'pg'")],
      [source('services/platform/queues.ts', "import { Redis } from 'ioredis'")]
    ],
    fine: [
      [source('services/api/app.ts', "import fastify from 'fastify'")],
      [source('services/mail/transport.ts', "import SMTPPool from 'nodemailer/lib/smtp-pool'")]
    ]
  },
  {
    title: 'one file reads the environment',
    rule: environmentDoor,
    offences: [
      [source('services/api/app.ts', 'const port = process.env.PORT')],
      [source('services/mail/inbox.ts', "import { argv, env } from 'node:process'")]
    ],
    fine: [
      [source('services/platform/config.ts', 'readConfig(process.env)')],
      [source('services/api/app.ts', '/** Never process.env. */')]
    ]
  },
  {
    title: 'one file reads the clock',
    rule: clockDoor,
    offences: [
      [source('services/delivery/plan.ts', 'const now = new Date()')],
      [source('services/delivery/plan.ts', 'const now = Date.now()')]
    ],
    fine: [
      [source('services/platform/clock.ts', 'now: () => new Date()')],
      [source('services/delivery/plan.ts', 'const due = new Date(row.due_at)')]
    ]
  },
  {
    title: 'a file says by its name what is in it',
    rule: names,
    offences: [
      [source('services/mail/index.ts')],
      [source('services/mail/utils.ts')],
      [source('services/helpers/dates.ts')],
      [source('services/mail/sendMail.ts')]
    ],
    fine: [[source('services/papers/papers.queries.ts')], [source('services/api/pages/day-page.tsx')]]
  },
  {
    title: 'a file has at most 200 lines',
    rule: length,
    offences: [[source('services/mail/message.ts', 'let a\n'.repeat(201))]],
    fine: [[source('services/mail/message.ts', 'let a\n'.repeat(200))]]
  },
  {
    title: 'nothing imports itself in a circle',
    rule: noCycles,
    offences: [
      [
        source('services/mail/a.ts', "import { b } from './b.ts'"),
        source('services/mail/b.ts', "import { c } from './c.ts'"),
        source('services/mail/c.ts', "import { b } from './b.ts'")
      ]
    ],
    fine: [
      [
        source('services/mail/a.ts', "import { b } from './b.ts'\nimport { c } from './c.ts'"),
        source('services/mail/b.ts', "import { c } from './c.ts'\nimport type { A } from './a.ts'"),
        source('services/mail/c.ts')
      ]
    ]
  },
  {
    title: 'a table has one writing module',
    rule: writers,
    offences: [
      [
        source('services/subscribers/a.queries.ts', "db.insertInto('subscribers')"),
        source('services/delivery/b.queries.ts', "db.updateTable('subscribers')")
      ],
      [
        source('services/papers/a.queries.ts', "db.deleteFrom('papers')"),
        source('services/editions/b.queries.ts', 'sql`insert into papers (title) values (1)`')
      ],
      [
        source('services/papers/a.queries.ts', 'sql`UPDATE papers p SET title = 1`'),
        source('services/editions/b.queries.ts', 'sql`\n  delete from papers where true`')
      ],
      [source('services/papers/a.queries.ts', 'sql`update ${table} set title = 1`')]
    ],
    fine: [
      [
        source('services/papers/a.queries.ts', "db.insertInto('papers')"),
        source('services/papers/b.queries.ts', 'sql`update papers set title = 1`'),
        source('services/editions/c.queries.ts', 'sql`select * from papers for update`'),
        source('services/editions/d.queries.ts', "db.selectFrom('papers')")
      ]
    ]
  }
]

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(50)
  expect(tables).toEqual(expect.arrayContaining(['subscribers', 'papers', 'editions', 'deliveries', 'notices']))
})

describe.each(rules)('$title', ({ rule, offences, fine }) => {
  test('in this project', () => {
    expect(rule(sources)).toEqual([])
  })

  test.each(offences.map((planted) => [planted]))('planted offence %# is seen', (planted) => {
    const seen = rule(planted)
    expect(seen).toHaveLength(1)
    expect(planted.map(({ path }) => path)).toContain(seen[0]?.path)
  })

  test.each(fine.map((innocent) => [innocent]))('look-alike %# is let pass', (innocent) => {
    expect(rule(innocent)).toEqual([])
  })
})
