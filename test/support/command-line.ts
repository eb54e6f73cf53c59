import { spawnSync } from 'node:child_process'
import { projectRoot } from '../../services/platform/project-root.ts'

interface CommandTree {
  options: string[]
  commands: Record<string, CommandTree>
}

/**
 * The commands and options of dist/, from commander itself where the program would start
 * to parse: to ask twenty commands for --help would take twenty starts of the program.
 */
function readCommandTree(): CommandTree {
  const module = `
    import { Command } from 'commander'
    const tree = (command) => ({
      options: command.createHelp().visibleOptions(command).map(({ long }) => long),
      commands: Object.fromEntries(command.createHelp().visibleCommands(command).map((one) => [one.name(), tree(one)]))
    })
    Command.prototype.parseAsync = async function () {
      console.log(JSON.stringify(tree(this)))
    }
    await import('./dist/services/cli/main.js')`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', module], {
    cwd: projectRoot,
    encoding: 'utf8'
  })
  if (stdout === '') throw new Error(`the command line does not load: ${stderr}`)
  return JSON.parse(stdout) as CommandTree
}

const program = readCommandTree()

/** What is wrong with a command line as a page shows it, undefined where nothing is. `assemble|send` stands for both. */
export function problemWith(line: string): string | undefined {
  const words = line.split(/\s+/).filter((word) => word !== '')
  let found: { name: string; tree: CommandTree }[] = [{ name: '', tree: program }]
  while (words[0] !== undefined && !words[0].startsWith('-') && found.every(isGroup)) {
    const choices = (words.shift() as string).split('|')
    const next = found.flatMap(({ name, tree }) =>
      choices.map((choice) => ({ name: `${name} ${choice}`.trim(), tree: tree.commands[choice] }))
    )
    const unknown = next.filter(({ tree }) => tree === undefined).map(({ name }) => name)
    if (unknown.length > 0) return `no command ${unknown.join(', ')}`
    found = next as typeof found
  }
  const options = words.filter((word) => /^\[?--[a-z]/.test(word)).map((word) => word.replace(/^\[|[\]=].*$/g, ''))
  for (const { name, tree } of found) {
    const missing = options.filter((option) => !tree.options.includes(option))
    if (missing.length > 0) return `no option ${missing.join(', ')} of ${name}`
  }
  return undefined
}

function isGroup({ tree }: { tree: CommandTree }): boolean {
  return Object.keys(tree.commands).length > 0
}
