import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../services/platform/project-root.ts'

const exec = promisify(execFile)
const cache = join(projectRoot, '.cache')
const architecture: Record<string, string> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

export interface RedisBinary {
  path: string
  env: NodeJS.ProcessEnv
}

/**
 * A redis-server: the PATH's, else Debian's packages unpacked into .cache/redis, where
 * they stay. Nothing is installed, and apt works with lists of its own, so neither root
 * nor an earlier `apt-get update` is needed. Throws where there is no way to get one.
 */
export async function findRedisServer({ onPath = true } = {}): Promise<RedisBinary> {
  const installed = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'))
  const found = onPath ? installed.find((path) => existsSync(path)) : undefined
  if (found !== undefined) return { path: found, env: process.env }
  const folder = join(cache, 'redis')
  if (!existsSync(folder)) await unpackDebianPackages(folder)
  return unpacked(folder)
}

function unpacked(folder: string): RedisBinary {
  const libraries = join(folder, 'usr', 'lib', architecture[process.arch] ?? '')
  return {
    path: join(folder, 'usr', 'bin', 'redis-server'),
    env: { ...process.env, LD_LIBRARY_PATH: `${libraries}${delimiter}${libraries.replace('/usr/', '/')}` }
  }
}

/** Works in a draft that takes its name when complete: a kill, or two runs at once, leave nothing half-made. */
async function unpackDebianPackages(folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const draft = mkdtempSync(join(cache, 'redis-draft-'))
  try {
    const apt = privateApt(join(draft, 'apt'))
    await apt.run('apt-get', ['update'])
    const tree = join(draft, 'tree')
    await apt.unpack(['redis-server', 'redis-tools'], tree)
    // A library may need others: looked at again until nothing is missing.
    for (let missing = await missingLibraries(tree); missing.length > 0; ) {
      await apt.unpack(await packagesOf(missing, apt), tree)
      const left = await missingLibraries(tree)
      if (left.some((name) => missing.includes(name))) throw new Error(`no package brings ${left.join(', ')}`)
      missing = left
    }
    if (!existsSync(folder)) renameSync(tree, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

type PrivateApt = ReturnType<typeof privateApt>

function privateApt(state: string) {
  const downloads = join(state, 'downloads')
  for (const name of ['lists/partial', 'archives/partial', 'downloads'])
    mkdirSync(join(state, name), { recursive: true })
  const settings = [
    `Dir::State::lists=${join(state, 'lists')}`,
    `Dir::Cache=${state}`,
    // As root apt would drop to an account that cannot enter a folder of root's own.
    'APT::Sandbox::User=root',
    'Acquire::http::Timeout=15',
    'Acquire::Retries=1'
  ].flatMap((setting) => ['-o', setting])
  const run = async (command: 'apt-get' | 'apt-cache', args: string[]) => {
    const options = { cwd: downloads, timeout: 120_000, maxBuffer: 2 ** 26 }
    const { stdout } = await exec(command, [...settings, ...args], options).catch(
      (error: Error & { stderr?: string }) => {
        throw new Error(`${command} ${args[0]}: ${error.stderr?.trim().split('\n').at(-1) || error.message}`)
      }
    )
    return stdout
  }
  return {
    run,
    async unpack(packages: string[], tree: string) {
      await run('apt-get', ['download', ...packages])
      for (const file of readdirSync(downloads)) {
        await exec('dpkg-deb', ['-x', join(downloads, file), tree])
        rmSync(join(downloads, file))
      }
    }
  }
}

async function missingLibraries(tree: string): Promise<string[]> {
  const { path, env } = unpacked(tree)
  const { stdout } = await exec('ldd', [path], { env })
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name = '']) => name)
}

/** Debian names a library's package after its soname: libjemalloc.so.2 -> libjemalloc2, liblua5.1.so.0 -> liblua5.1-0. */
async function packagesOf(libraries: string[], apt: PrivateApt): Promise<string[]> {
  const listing = await apt.run('apt-cache', [
    'depends',
    '--recurse',
    ...['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((relation) => `--no-${relation}`),
    'redis-tools'
  ])
  const known = new Set(listing.split('\n').map((line) => line.replace(/^.*: /, '').trim()))
  return libraries.map((library) => {
    const [name = '', version = ''] = library.toLowerCase().split('.so.')
    const found = [`${name}${version}`, `${name}-${version}`, `${name}${version}t64`].find((one) => known.has(one))
    if (found === undefined) throw new Error(`redis-server needs ${library}, which no package it depends on brings`)
    return found
  })
}
