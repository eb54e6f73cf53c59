import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../services/platform/project-root.ts'
import type { Offence } from './architecture-rules.ts'
import { codeOf, moduleOf, type Source } from './sources.ts'

/** Where statements take the table's name as a parameter. */
const anyTable: [place: RegExp, reason: string][] = [
  [/^services\/delivery\//, 'deliveries and notices are one ledger, and both are of delivery'],
  [/^services\/platform\/backup\//, 'writes what a backup holds into an empty database']
]

/** The tables that the migrations make. */
export function tableNames(): string[] {
  const folder = join(projectRoot, 'migrations')
  const sql = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  return sql.flatMap((text) =>
    [...text.matchAll(/^create (?:unlogged )?table ([a-z_]+)/gm)].map(([, name = '']) => name)
  )
}

const writes = [
  /\b(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"`]([a-z_]+)/g,
  /\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+([a-z_]+|\$\{)/gi,
  /\bupdate\s+(?:only\s+)?([a-z_]+|\$\{[^}]*\})\s+(?:as\s+)?(?:[a-z_]+\s+)?set\b/gi
]

/** Tables that more than one module writes, and statements on a table that nobody can tell. */
export function oneWriterATable(sources: readonly Source[], tables: readonly string[]): Offence[] {
  const writers = new Map<string, Source>()
  const offences: Offence[] = []
  for (const source of sources) {
    for (const table of tablesWritten(source)) {
      const first = writers.get(table)
      if (table.startsWith('${')) {
        if (!anyTable.some(([place]) => place.test(source.path)))
          offences.push({ path: source.path, rule: 'writes a table whose name is a parameter' })
      } else if (!tables.includes(table)) continue
      else if (first === undefined) writers.set(table, source)
      else if (moduleOf(first.path) !== moduleOf(source.path))
        offences.push({
          path: source.path,
          rule: `writes ${table}, which ${first.path} writes: a table has one writing module`
        })
    }
  }
  return offences
}

function tablesWritten(source: Source): string[] {
  const code = codeOf(source)
  return writes.flatMap((pattern) => [...code.matchAll(pattern)].map(([, table = '']) => table.toLowerCase()))
}
