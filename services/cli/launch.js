// The door of `npm start`, `npm test` and `npm run cli`. Plain JavaScript that needs
// nothing installed: it installs the dependencies where they are missing or the lock
// file changed, compiles the sources where they are newer, and hands over.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const modules = join(root, 'node_modules')
const dist = join(root, 'dist')

requireNode(20, 19)
const unlock = lock()
install()
compile()
unlock()

const [command, ...rest] = process.argv.slice(2)
if (command === 'build') process.exit(0)
if (command === 'test') {
  const { status } = run(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run', ...rest])
  process.exit(status ?? 1)
}
// What stands in the environment already goes before what is in the file.
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
await import('../../dist/services/cli/main.js')

function requireNode(major, minor) {
  const [ours, theirs] = process.versions.node.split('.').map(Number)
  if (ours > major || (ours === major && theirs >= minor)) return
  fail(`Daily Papers needs Node ${major}.${minor} or newer; this is ${process.versions.node}`)
}

/** `npm install --no-save`, not `npm ci`: that refuses a lock file made where a platform's optional packages were missing. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(modules, '.daily-papers-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing dependencies ...')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status, error } = run(npm, ['install', '--no-save', '--include=dev', '--loglevel=error'])
  if (error || status !== 0) fail(`npm install failed${error ? `: ${error.message}` : ''}`)
  writeFileSync(stamp, wanted)
}

/** Compiles into dist/ when a source is newer than the last compilation. */
function compile() {
  const stamp = join(dist, '.compiled')
  const sources = ['services', 'workers', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
  if (existsSync(stamp) && Math.max(...sources.map((name) => newest(join(root, name)))) <= statSync(stamp).mtimeMs)
    return
  const started = Date.now()
  const { status } = run(process.execPath, [
    join(modules, 'typescript', 'bin', 'tsc'),
    '-p',
    join(root, 'tsconfig.build.json')
  ])
  if (status !== 0) fail('the sources do not compile')
  writeFileSync(stamp, `${new Date(started).toISOString()}\n`)
}

function newest(path) {
  const info = statSync(path)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** One process at a time installs and compiles; a lock left by a killed one is taken over. */
function lock() {
  const folder = join(root, '.cache', 'launch-lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, 'pid'), String(process.pid))
      let held = true
      const release = () => {
        if (held) rmSync(folder, { recursive: true, force: true })
        held = false
      }
      // process.exit() runs no `finally`.
      process.once('exit', release)
      return release
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (abandoned(folder)) rmSync(folder, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
}

function abandoned(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
    process.kill(pid, 0)
    return false
  } catch (error) {
    // No pid yet: its owner is just writing it, unless it was killed in between.
    if (error.code === 'ENOENT') return existsSync(folder) && Date.now() - statSync(folder).mtimeMs > 2000
    return error.code === 'ESRCH'
  }
}

function run(program, args) {
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  say(text)
  process.exit(1)
}
