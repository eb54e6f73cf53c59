import { Liquid } from 'liquidjs'
import { reference } from './references.ts'
import { spokenScript } from './spoken-script.ts'
import { runsTemplate } from './templates-runs.ts'
import type { Source } from './templates-source.ts'
import { columns, wrapText } from './templates-wrap.ts'
import { isMessageKey, sayAny, type Words } from './words/words.ts'

/** A template with its data put in. Data that is missing is an error, null is nothing. */
export type Fill = (data: Record<string, unknown>) => string

// No file is looked up for `render` and `include`, and no filter can undo the escaping.
const shared = {
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  jsTruthy: true,
  templates: { runs: runsTemplate },
  cache: true
}

/**
 * Returns what parses a template: the data of an `html` one is escaped, of a `text` one not, and
 * `{{ 'digest.read' | say }}` is a message of `words`, with parameters as `say: site: siteName`. It throws
 * an error that names the file where it is broken, or wants a message or data that no mail of its kind has:
 * an operator who edits a template learns that at start, not when the edition is frozen.
 */
export function liquidEngines(words: Words) {
  const engines = { html: new Liquid({ ...shared, outputEscape: 'escape' }), text: new Liquid(shared) }
  for (const engine of Object.values(engines)) {
    delete engine.filters.raw
    engine.registerFilter('say', (key: string, ...parameters: [name: string, value: string | number][]) =>
      sayAny(words, key, Object.fromEntries(parameters))
    )
    engine.registerFilter('spoken', (text: string, kind: string) => spokenScript(words, kind, text))
  }
  engines.text.registerFilter('wrap', (text: string, indent = 0) => wrapText(text, indent))
  engines.text.registerFilter('rule', (text: string) => `${text}\n${'-'.repeat(columns(text))}`)
  engines.text.registerFilter('reference', reference)

  return function parse(kind: 'html' | 'text', source: Source, names: readonly string[]): Fill {
    const engine = engines[kind]
    try {
      const parsed = engine.parse(source.text)
      const unknown = engine.globalVariablesSync(parsed).filter((name) => !names.includes(name))
      if (unknown.length > 0) throw new Error(`nothing is called ${unknown.join(', ')}; there is ${names.join(', ')}`)
      for (const [, key = ''] of source.text.matchAll(/'([^']*)'\s*\|\s*say\b/g))
        if (!isMessageKey(words, key)) throw new Error(`no message is called ${key}`)
      return (data) => engine.renderSync(parsed, data) as string
    } catch (error) {
      throw new Error(`templates/${source.name}: ${(error as Error).message}`, { cause: error })
    }
  }
}
