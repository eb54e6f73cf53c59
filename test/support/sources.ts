import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../services/platform/project-root.ts'

export interface Source {
  /** From the project's folder: services/mail/message.ts */
  path: string
  text: string
}

export interface Import {
  /** As written: ../platform/clock.ts, node:fs, @fastify/static */
  specifier: string
  /** The file of the project it means, undefined for a package. */
  target: string | undefined
  typeOnly: boolean
}

/** Every file of code that ships. */
export function readSources(): Source[] {
  return ['services', 'workers'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|tsx|js|mjs)$/.test(name))
      .map((name) => `${folder}/${name}`)
      .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }))
  )
}

/** What is left when the comments go: they may name what the code must not use. */
export function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

export function importsOf(source: Source): Import[] {
  const code = codeOf(source)
  const statements = code.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm)
  const calls = code.matchAll(/\bimport\(\s*'([^']+)'/g)
  return [
    ...[...statements].map(([, type, specifier = '']) => toImport(source, specifier, type !== undefined)),
    ...[...calls].map(([, specifier = '']) => toImport(source, specifier, false))
  ]
}

function toImport(source: Source, specifier: string, typeOnly: boolean): Import {
  const target = specifier.startsWith('.') ? join(source.path, '..', specifier) : undefined
  return { specifier, target, typeOnly }
}

/** The part of the program a file belongs to: `mail` for services/mail/..., `workers` for workers/... */
export function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  return top === 'services' ? second : top
}
