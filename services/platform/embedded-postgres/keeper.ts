import { mkdirSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { argv, platform } from 'node:process'
import { type Cluster, startCluster } from './cluster.ts'
import { meetingPoint } from './meeting-point.ts'

/**
 * The keeper: a process that owns PostgreSQL for as long as anybody holds a connection
 * to it, however each of them ends. One a DATA_DIR; who comes second leaves at once.
 * Usage: node keeper.js DATA_DIR
 */
const dataDir = argv[2]
if (dataDir === undefined) throw new Error('usage: keeper DATA_DIR')
mkdirSync(dataDir, { recursive: true, mode: 0o700 })

const address = meetingPoint(dataDir)
const guests = new Set<Socket>()
let cluster: Cluster | undefined
let answer: string | undefined

const server = createServer((socket) => {
  guests.add(socket)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => {
    guests.delete(socket)
    if (guests.size === 0 && answer !== undefined) void close()
  })
  if (answer !== undefined) socket.write(answer)
})

server.on('error', (error: NodeJS.ErrnoException) => {
  // Another keeper is there: the process that started this one finds that one.
  process.exit(error.code === 'EADDRINUSE' ? 0 : 1)
})

server.listen(address, () => void open())
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void close())

async function open(): Promise<void> {
  try {
    cluster = await startCluster(dataDir as string)
    void cluster.ended.then(() => process.exit(1))
    answer = `${JSON.stringify({ port: cluster.port })}\n`
  } catch (error) {
    answer = `${JSON.stringify({ error: (error as Error).message })}\n`
  }
  for (const guest of guests) guest.write(answer)
  // Who started this keeper may be gone by now; a short wait lets it come in first.
  setTimeout(() => {
    if (guests.size === 0) void close()
  }, 2000)
}

async function close(): Promise<void> {
  server.close()
  if (platform !== 'linux') rmSync(address, { force: true })
  for (const guest of guests) guest.destroy()
  await cluster?.stop()
  process.exit(0)
}
