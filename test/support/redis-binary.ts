import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { unpackDebianPackages } from './debian-packages.ts'

export interface RedisBinary {
  path: string
  env: NodeJS.ProcessEnv
}

/** A redis-server: the PATH's, else Debian's. Throws where there is no way to get one. */
export async function findRedisServer({ onPath = true } = {}): Promise<RedisBinary> {
  const installed = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'))
  const found = onPath ? installed.find((path) => existsSync(path)) : undefined
  if (found !== undefined) return { path: found, env: process.env }
  const program = join('usr', 'bin', 'redis-server')
  const { root, env } = await unpackDebianPackages({
    name: 'redis',
    packages: ['redis-server', 'redis-tools'],
    program
  })
  return { path: join(root, program), env }
}
