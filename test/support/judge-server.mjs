// The judge's own process; judge.ts starts it and speaks with it. Plain JavaScript, because
// Node 20 runs no TypeScript and a benchmark starts it as well as the tests do.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

const folder = process.argv[2]
/** One JSON line and the mail's bytes, for each mail; synced before the mail is answered. */
const mails = await open(join(folder, 'mails'), 'a')
/** A line for each stored mail: whether its 250 was written. Nobody waits for it. */
const answers = createWriteStream(join(folder, 'answers'), { flags: 'a' })

/** Where mails are held, and the last transaction that is not. */
let script = { hold: undefined, after: 0 }
let stored = 0
let begun = 0
let connections = 0
const held = new Set()

function tell(event) {
  if (process.connected) process.send(event)
}

process.on('message', ({ id, hold, after, release }) => {
  script = { hold, after: begun + (after ?? 0) }
  if (release !== undefined) for (const go of held) go(release)
  tell({ done: id })
})
// The judge must not outlive who asked for it.
process.on('disconnect', () => process.exit(0))

/** Appends whole records and syncs once for all that came meanwhile. */
let waiting = []
let syncing = false
function store(record) {
  return new Promise((resolve) => {
    waiting.push({ record, resolve })
    if (!syncing) void syncAll()
  })
}
async function syncAll() {
  syncing = true
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    await mails.appendFile(Buffer.concat(batch.map(({ record }) => record)))
    await mails.datasync()
    stored += batch.length
    for (const { resolve } of batch) resolve()
    tell({ stored })
  }
  syncing = false
}

/** Bytes as they come; undefined once the client has gone. */
function reader(socket) {
  let pending = Buffer.alloc(0)
  let over = false
  let wake = () => undefined
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    wake()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    over = true
    wake()
  })
  async function take(find) {
    for (;;) {
      const found = find(pending)
      if (found !== undefined) {
        pending = pending.subarray(found.end)
        return found.value
      }
      if (over) return undefined
      await new Promise((resolve) => {
        wake = resolve
      })
    }
  }
  const until = (mark, from) => {
    const at = from.indexOf(mark)
    return at === -1 ? undefined : { value: from.subarray(0, at), end: at + mark.length }
  }
  return {
    line: () => take((bytes) => until('\r\n', bytes)),
    some: () => take((bytes) => (bytes.length === 0 ? undefined : { value: true, end: 0 })),
    body: () =>
      take((bytes) => (bytes.indexOf('.\r\n') === 0 ? { value: Buffer.alloc(0), end: 3 } : until('\r\n.\r\n', bytes)))
  }
}

class Gone extends Error {}

/** Waits where the script says so; throws once the client has gone. Returns what to answer instead. */
async function gate(point, socket, transaction) {
  if (script.hold !== point || transaction <= script.after) return undefined
  let release
  const answer = await new Promise((resolve, reject) => {
    release = resolve
    held.add(release)
    socket.once('close', () => reject(new Gone()))
    tell({ held: held.size })
  }).finally(() => {
    held.delete(release)
    tell({ held: held.size })
  })
  return answer || undefined
}

async function converse(socket) {
  const connection = ++connections
  const input = reader(socket)
  const say = (text) => socket.write(`${text}\r\n`)
  let transaction = begun
  let from
  let to
  say((await gate('greeting', socket, begun + 1)) ?? '220 judge.test')
  for (let bytes = await input.line(); bytes !== undefined; bytes = await input.line()) {
    const line = bytes.toString('latin1')
    const verb = line.slice(0, 4).toUpperCase()
    const path = /<([^>]*)>/.exec(line)?.[1] ?? ''
    if (verb === 'EHLO') say('250-judge.test\r\n250-PIPELINING\r\n250 8BITMIME')
    else if (verb === 'MAIL') {
      transaction = ++begun
      from = path
      to = undefined
      say((await gate('MAIL', socket, transaction)) ?? '250 2.1.0 ok')
    } else if (verb === 'RCPT') {
      const answer = (await gate('RCPT', socket, transaction)) ?? '250 2.1.5 ok'
      if (answer.startsWith('2')) to = path
      say(answer)
    } else if (verb === 'DATA' && to === undefined) say('503 5.5.1 no recipient')
    else if (verb === 'DATA') {
      say('354 go on')
      await input.some()
      await gate('body', socket, transaction)
      const stuffed = await input.body()
      if (stuffed === undefined) return
      const source = Buffer.from(`${stuffed.toString('latin1')}\r\n`.replaceAll('\r\n..', '\r\n.'), 'latin1')
      const sha256 = createHash('sha256').update(source).digest('hex')
      const record = { transaction, connection, from, to, sha256, length: source.length }
      await store(Buffer.concat([Buffer.from(`${JSON.stringify(record)}\n`), source]))
      const answer = await gate('dot', socket, transaction).catch((error) => error)
      const gone = answer instanceof Gone || socket.destroyed
      answers.write(`${JSON.stringify({ transaction, answered: !gone })}\n`)
      if (gone) return
      say(answer ?? `250 2.0.0 queued as ${transaction}`)
      to = undefined
    } else if (verb === 'QUIT') return void socket.end('221 2.0.0 bye\r\n')
    else say(verb === 'RSET' || verb === 'NOOP' ? '250 2.0.0 ok' : '502 5.5.2 unknown')
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  converse(socket).catch((error) => {
    if (!(error instanceof Gone)) throw error
  })
})
server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }))
