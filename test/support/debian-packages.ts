import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../services/platform/project-root.ts'

const exec = promisify(execFile)
const cache = join(projectRoot, '.cache')
const architecture: Record<string, string> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }

export interface Wanted {
  /** The folder in .cache that they are unpacked into. */
  name: string
  packages: string[]
  /** A program of theirs, from their root: its libraries are fetched where this machine lacks them. */
  program: string
  /** Where they keep libraries of their own, from their root. */
  libraries?: string
}

export interface Unpacked {
  /** The folder that stands for the root. */
  root: string
  /** What their programs find their libraries by. */
  env: NodeJS.ProcessEnv
}

/**
 * Programs of Debian, unpacked into .cache/NAME, where they stay. Nothing is installed, and
 * apt works with lists of its own, so neither root nor an earlier `apt-get update` is needed.
 * Throws where there is no way to get them.
 */
export async function unpackDebianPackages(wanted: Wanted): Promise<Unpacked> {
  const folder = join(cache, wanted.name)
  if (!existsSync(folder)) await fetchInto(folder, wanted)
  return unpacked(folder, wanted)
}

function unpacked(root: string, { libraries }: Wanted): Unpacked {
  const usual = join(root, 'usr', 'lib', architecture[process.arch] ?? '')
  const folders = [usual, usual.replace('/usr/', '/'), ...(libraries === undefined ? [] : [join(root, libraries)])]
  return { root, env: { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) } }
}

/** Works in a draft that takes its name when complete: a kill, or two runs at once, leave nothing half-made. */
async function fetchInto(folder: string, wanted: Wanted): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const draft = mkdtempSync(join(cache, `${wanted.name}-draft-`))
  try {
    const apt = privateApt(join(draft, 'apt'))
    await apt.run('apt-get', ['update'])
    const tree = join(draft, 'tree')
    await apt.unpack(wanted.packages, tree)
    // A library may need others: looked at again until nothing is missing.
    for (let missing = await missingLibraries(tree, wanted); missing.length > 0; ) {
      await apt.unpack(await packagesOf(missing, wanted, apt), tree)
      const left = await missingLibraries(tree, wanted)
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

async function missingLibraries(tree: string, wanted: Wanted): Promise<string[]> {
  const { root, env } = unpacked(tree, wanted)
  const { stdout } = await exec('ldd', [join(root, wanted.program)], { env })
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name = '']) => name)
}

/**
 * Debian names a library's package after its soname: libjemalloc.so.2 -> libjemalloc2,
 * liblua5.1.so.0 -> liblua5.1-0, libdb-5.3.so -> libdb5.3, libcom_err.so.2 -> libcom-err2. ICU
 * has several libraries in one package.
 */
async function packagesOf(libraries: string[], { packages }: Wanted, apt: PrivateApt): Promise<string[]> {
  const relations = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
  const listing = await apt.run('apt-cache', [
    'depends',
    '--recurse',
    ...relations.map((relation) => `--no-${relation}`),
    ...packages
  ])
  const known = new Set(listing.split('\n').map((line) => line.replace(/^.*: /, '').trim()))
  return libraries.map((library) => {
    const [, soname = '', version = ''] = /^(.+?)\.so(?:\.(.+))?$/.exec(library.toLowerCase()) ?? []
    const name = soname
      .replaceAll('_', '-')
      .replace(/-(?=\d)/, '')
      .replace(/^libicu.+/, 'libicu')
    const found = [`${name}${version}`, `${name}-${version}`, `${name}${version}t64`].find((one) => known.has(one))
    if (found === undefined) throw new Error(`${packages[0]} needs ${library}, which no package it depends on brings`)
    return found
  })
}
