import { readFileSync } from 'node:fs'
import addFormats from 'ajv-formats'
import { envSchema } from 'env-schema'
import { type Environment, environmentSchema, secretNames } from './config-schema.ts'

/** One sentence for each name that is wrong: the first one said about it. */
export type Problems = Map<string, string>

export function addProblem(problems: Problems, name: string, sentence: string): void {
  if (!problems.has(name)) problems.set(name, sentence)
}

/** The values of known names, secrets also from the file NAME_FILE. An empty value counts as unset. */
export function readValues(
  environment: Record<string, string | undefined>,
  problems: Problems
): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name of Object.keys(environmentSchema.properties)) {
    const value = environment[name]
    if (value !== undefined && value !== '') values[name] = value
  }
  for (const name of secretNames) {
    const path = environment[`${name}_FILE`]
    if (path === undefined || path === '') continue
    if (name in values) addProblem(problems, name, `${name} and ${name}_FILE are both set`)
    try {
      values[name] = readFileSync(path, 'utf8').trim()
    } catch (error) {
      addProblem(problems, name, `${name}_FILE: ${(error as Error).message}`)
    }
  }
  return values
}

/** Values by the schema. One that is wrong is reported and read as unset, so that all rules can be checked at once. */
export function parseValues(values: Record<string, string>, problems: Problems): Environment {
  try {
    return parse(values)
  } catch (error) {
    const { errors } = error as { errors?: { instancePath: string; message?: string }[] }
    if (errors === undefined) throw error
    const wrong = new Set<string>()
    for (const { instancePath, message } of errors) {
      const name = instancePath.slice(1)
      wrong.add(name)
      addProblem(problems, name, explain(name, message))
    }
    return parse(Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name))))
  }
}

function parse(values: Record<string, string>): Environment {
  return envSchema<Environment>({
    schema: structuredClone(environmentSchema),
    data: values,
    env: false,
    ajv: { customOptions: (ajv) => addFormats.default(ajv) }
  })
}

function explain(name: string, message = 'is wrong'): string {
  const { description, anyOf } = environmentSchema.properties[name as keyof Environment] as {
    description?: string
    anyOf?: { const: string }[]
  }
  const wanted = anyOf === undefined ? message : `must be one of ${anyOf.map((one) => one.const).join(', ')}`
  return `${name} ${wanted} (${description})`
}
