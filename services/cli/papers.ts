import type { Command } from 'commander'
import { addCurationCommands } from './papers-add-pin-drop.ts'
import { evaluate, readDays } from './papers-evaluate.ts'
import { fetchFromSources } from './papers-fetch.ts'
import { importFile } from './papers-import.ts'

export function addPapersCommands(program: Command): void {
  const papers = program.command('papers').description('the papers: import, fetch, evaluate, add, pin, drop')

  papers
    .command('import')
    .argument('<file>', 'a saved Daily Papers page (text), or a JSON array of papers')
    .description('add the papers of a day; a second time changes nothing')
    .requiredOption('--date <date>', 'feed day of the list, YYYY-MM-DD')
    .option('--json', 'report as JSON')
    .action(importFile)

  papers
    .command('fetch')
    .description('read the configured sources now')
    .option('--date <date>', 'feed day to read, YYYY-MM-DD; else the newest closed day and the open one')
    .option('--json', 'report as JSON')
    .action(fetchFromSources)

  papers
    .command('evaluate')
    .description('judge the ranking by the votes that papers gained in the week after')
    .option('--days <days>', 'how many days back', readDays, 60)
    .option('--json', 'report as JSON')
    .action(evaluate)

  addCurationCommands(papers)
}
