import type { Command } from 'commander'
import { importFile } from './papers-import.ts'

export function addPapersCommands(program: Command): void {
  const papers = program.command('papers').description('the papers: import')

  papers
    .command('import')
    .argument('<file>', 'a saved Daily Papers page (text), or a JSON array of papers')
    .description('add the papers of a day; a second time changes nothing')
    .requiredOption('--date <date>', 'feed day of the list, YYYY-MM-DD')
    .option('--json', 'report as JSON')
    .action(importFile)
}
