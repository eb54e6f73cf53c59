import { expect, test } from 'vitest'
import { useApp } from '../support/app.ts'

const site = useApp()

interface Operation {
  operationId?: string
  summary?: string
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

interface Document {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
}

async function readDocument(): Promise<Document> {
  const answer = await site.app.inject('/docs/json')
  expect(answer.statusCode).toBe(200)
  return answer.json<Document>()
}

const operations = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
  )

test('the document is OpenAPI 3.1 and made from BASE_URL', async () => {
  const document = await readDocument()
  expect(document.openapi).toBe('3.1.0')
  expect(document.info).toMatchObject({ title: 'Daily Papers', version: expect.any(String) })
  expect(document.servers).toEqual([{ url: site.deps.config.baseUrl }])
})

test('every operation has an id of its own, a summary, its path parameters and described answers', async () => {
  const all = operations(await readDocument())
  const ids = all.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { path, operation } of all) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({ name, required: true }))
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    expect({ path, ...operation, parameters: inPath }).toMatchObject({
      path,
      operationId: expect.stringMatching(/^[a-z][A-Za-z]+$/),
      summary: expect.stringMatching(/./),
      parameters: named
    })
    const answers = Object.entries(operation.responses)
    expect([path, answers.length > 0]).toEqual([path, true])
    for (const [status, { description, content }] of answers) {
      expect(`${path} ${status}`).toMatch(/ [2-5]\d\d$/)
      expect(description).not.toBe('')
      for (const media of Object.values(content ?? {})) expect(media.schema).toBeTypeOf('object')
    }
  }
})

test('references resolve and only JSON Schema words are used', async () => {
  const document = await readDocument()
  const text = JSON.stringify(document)
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document)
    expect([reference, typeof found]).toEqual([reference, 'object'])
  }
  expect(text).not.toMatch(/"~|"nullable"/)
})

test('the public routes are in it, the operator’s and the machinery’s are not', async () => {
  const { paths } = await readDocument()
  expect(Object.keys(paths).toSorted()).toEqual(
    [
      '/',
      '/account/{token}',
      '/challenge',
      '/not-me/{token}',
      '/papers',
      '/papers/{date}',
      '/paper/{id}',
      '/paper/{id}.bib',
      '/paper/{id}.ris',
      '/search',
      ...['/feed', '/feed/{topic}'].flatMap((feed) => ['atom', 'xml', 'json'].map((format) => `${feed}.${format}`)),
      '/privacy',
      '/preferences/{token}',
      '/editions/{date}',
      '/editions/{date}.bib',
      '/editions/{date}.ris',
      '/subscriptions',
      '/subscriptions/code',
      '/confirm/{token}',
      '/unsubscribe/{token}',
      '/unsubscribe/{token}/undo',
      '/draft/{token}',
      '/draft/{token}/release',
      '/status/today',
      '/inbox/messages',
      '/healthz',
      '/readyz'
    ].toSorted()
  )
  expect(Object.keys(paths['/subscriptions']?.post?.requestBody?.content ?? {})).toEqual([
    'application/json',
    'application/x-www-form-urlencoded'
  ])
})

test('the document can be browsed, from files of our own only', async () => {
  const page = await site.app.inject('/docs')
  expect(page.statusCode).toBe(200)
  for (const [, address = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
    expect(address).toMatch(/^(\/docs|\.)\//)
    expect((await site.app.inject(address)).statusCode).toBe(200)
  }
})
