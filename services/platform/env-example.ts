import { environmentGroups } from './config-schema.ts'

/** The text of .env.example, made from the schema: every name, its default, what it is for. */
export function envExample(): string {
  const groups = Object.entries(environmentGroups).map(([group, fields]) => {
    const lines = Object.entries(fields).map(([name, field]) => {
      const { description, default: value } = field as { description?: string; default?: string | number }
      return `# ${description}\n#${name}=${value ?? ''}\n`
    })
    return `# --- ${group} ---\n\n${lines.join('\n')}`
  })
  return `# Copy to .env and uncomment what you change. Secrets can also be given as NAME_FILE,\n# the path of a file that holds the value.\n\n${groups.join('\n')}`
}
