import { expect, test } from 'vitest'
import { keptData } from '../../services/api/kept-data.ts'
import { listTables } from '../../services/platform/backup/catalog.ts'
import { publicEnvironment, useApp } from '../support/app.ts'
import { columnsAboutNobody } from '../support/columns-about-nobody.ts'

const site = useApp({ ...publicEnvironment, RETENTION_DAYS: '123' })
const local = useApp()

const list = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).flatMap(([table, names]) => names.split(/\s+/).map((name) => `${table}.${name}`))

test('every column of every table is on the privacy page or tells of nobody, and none is both', async () => {
  const { rows: generated } = await site.database.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and is_generated = 'ALWAYS' and table_name !~ '_[0-9]+$'`
  )
  const schema = (await listTables(site.deps.db)).flatMap(({ name, columns }) =>
    columns.map((column) => `${name}.${column}`)
  )
  const known = [...keptData.flatMap(({ columns }) => list(columns)), ...list(columnsAboutNobody)]
  expect(known.toSorted()).toEqual([...schema, ...generated.map(({ name }) => name)].toSorted())
})

test('every table that refers to a subscriber is named as one about readers', async () => {
  const { rows } = await site.database.pool.query<{ table_name: string }>(
    `select distinct table_name from information_schema.columns
     where table_schema = 'public' and column_name ~ '^(subscriber_id|address|address_key|recipient|email|network)$'
       and table_name !~ '_[0-9]+$'`
  )
  const named = new Set(keptData.flatMap(({ columns }) => Object.keys(columns)))
  expect(rows.map((row) => row.table_name).filter((name) => !named.has(name))).toEqual([])
})

test('the page says it all, in the operator’s name and for as long as is set', async () => {
  const page = (await site.app.inject({ url: '/privacy', headers: { accept: 'text/html' } })).body
  const { kept } = (await site.app.inject({ url: '/privacy', headers: { accept: 'application/json' } })).json()
  expect(kept).toHaveLength(keptData.length - 1)
  for (const { what } of kept) expect(page).toContain(what)
  expect(page).toContain('123 days')
  expect(page).toContain('The Papers Society')
  expect(page).toContain('hello@papers.example.org')
  expect(page).not.toContain('built-in inbox of this machine')
})

test('in local mode it names the inbox, and every page leads to it', async () => {
  const page = (await local.app.inject({ url: '/privacy', headers: { accept: 'text/html' } })).body
  expect(page).toContain('built-in inbox of this machine')
  expect((await local.app.inject({ url: '/status/today', headers: { accept: 'text/html' } })).body).toContain(
    '<a href="/privacy">Privacy</a>'
  )
})
