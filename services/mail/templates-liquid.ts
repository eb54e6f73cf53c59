import { Liquid } from 'liquidjs'
import { runsTemplate } from './templates-runs.ts'
import { wrapText } from './templates-wrap.ts'

/** A template with its data put in. Data that is missing is an error, null is nothing. */
export type Fill = (data: Record<string, unknown>) => string

/** What a template file says, or what became of it, under the name to report it by. */
export interface Source {
  name: string
  text: string
}

// No file is looked up for `render` and `include`, and no filter can undo the escaping.
const shared = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  jsTruthy: true,
  templates: { runs: runsTemplate },
  cache: true
}
const engines = { html: new Liquid({ ...shared, outputEscape: 'escape' }), text: new Liquid(shared) }
for (const engine of Object.values(engines)) delete engine.filters.raw
engines.text.registerFilter('wrap', (text: string, indent = 0) => wrapText(text, indent))
engines.text.registerFilter('pad', (text: string, width: number) => text.padEnd(width))

/**
 * Parses a template: the data of an `html` one is escaped, of a `text` one not. Throws an error that
 * names the file where it is broken or wants data that no mail of its kind has: an operator who edits
 * a template learns that at start, not when the edition is frozen.
 */
export function parseTemplate(kind: 'html' | 'text', source: Source, names: readonly string[]): Fill {
  const engine = engines[kind]
  try {
    const parsed = engine.parse(source.text)
    const unknown = engine.globalVariablesSync(parsed).filter((name) => !names.includes(name))
    if (unknown.length > 0) throw new Error(`nothing is called ${unknown.join(', ')}; there is ${names.join(', ')}`)
    return (data) => engine.renderSync(parsed, data) as string
  } catch (error) {
    throw new Error(`templates/${source.name}: ${(error as Error).message}`, { cause: error })
  }
}
