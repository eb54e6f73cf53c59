import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Proxy {
  /** The URL given, through the proxy. */
  url: string
  /** Ends all connections and refuses new ones. */
  refuse(): Promise<void>
  /** Takes connections, keeps those there are, and passes nothing on: a network that swallows everything. */
  swallow(): Promise<void>
  /** Keeps the connections there are and passes nothing on, and new ones work: a NAT that forgot who was idle. */
  forget(): void
  /** Works again; what was swallowed stays lost, and its connections end. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** A TCP proxy on loopback before the server of a URL, to take that server away and give it back. */
export async function openProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target)
  const pairs = new Set<[Socket, Socket | undefined]>()
  const forgotten = new Set<Socket>()
  let swallowing = false

  const accept = (socket: Socket) => {
    const upstream = swallowing ? undefined : connect(Number(port), hostname)
    const pair: [Socket, Socket | undefined] = [socket, upstream]
    pairs.add(pair)
    const end = () => {
      socket.destroy()
      upstream?.destroy()
      pairs.delete(pair)
    }
    for (const one of [socket, upstream]) {
      one?.on('error', end)
      one?.on('close', end)
    }
    const isSilent = () => swallowing || forgotten.has(socket)
    socket.on('data', (data) => isSilent() || upstream?.write(data))
    upstream?.on('data', (data) => isSilent() || socket.write(data))
  }
  const dropAll = () => {
    for (const pair of pairs) for (const socket of pair) socket?.destroy()
  }
  let server: Server | undefined
  const listen = async (at: number) => {
    server = createServer(accept).listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as { port: number }).port
  }
  const refuse = async () => {
    const closing = server
    server = undefined
    closing?.close()
    dropAll()
    if (closing !== undefined) await once(closing, 'close')
  }

  const own = await listen(0)
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String(own)
  return {
    url: url.href,
    refuse,
    async swallow() {
      swallowing = true
    },
    forget() {
      for (const [socket] of pairs) forgotten.add(socket)
    },
    async restore() {
      swallowing = false
      dropAll()
      if (server === undefined) await listen(own)
    },
    close: refuse
  }
}
