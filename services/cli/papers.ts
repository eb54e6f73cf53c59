import type { Command } from 'commander'
import { evaluate, readDays } from './papers-evaluate.ts'
import { importFile } from './papers-import.ts'

export function addPapersCommands(program: Command): void {
  const papers = program.command('papers').description('the papers: import, evaluate')

  papers
    .command('import')
    .argument('<file>', 'a saved Daily Papers page (text), or a JSON array of papers')
    .description('add the papers of a day; a second time changes nothing')
    .requiredOption('--date <date>', 'feed day of the list, YYYY-MM-DD')
    .option('--json', 'report as JSON')
    .action(importFile)

  papers
    .command('evaluate')
    .description('judge the ranking by the votes that papers gained in the week after')
    .option('--days <days>', 'how many days back', readDays, 60)
    .option('--json', 'report as JSON')
    .action(evaluate)
}
