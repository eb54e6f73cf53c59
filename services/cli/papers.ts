import { type Command, InvalidArgumentError } from 'commander'
import { later } from './later.ts'
import { addCurationCommands } from './papers-add-pin-drop.ts'

export function addPapersCommands(program: Command): void {
  const papers = program.command('papers').description('the papers: import, fetch, evaluate, add, pin, drop')

  papers
    .command('import')
    .argument('<file>', 'a saved Daily Papers page (text), or a JSON array of papers')
    .description('add the papers of a day; a second time changes nothing')
    .requiredOption('--date <date>', 'feed day of the list, YYYY-MM-DD')
    .option('--json', 'report as JSON')
    .action(later(() => import('./papers-import.ts').then(({ importFile }) => importFile)))

  papers
    .command('fetch')
    .description('read the configured sources now')
    .option('--date <date>', 'feed day to read, YYYY-MM-DD; else the newest closed day and the open one')
    .option('--json', 'report as JSON')
    .action(later(() => import('./papers-fetch.ts').then(({ fetchFromSources }) => fetchFromSources)))

  papers
    .command('evaluate')
    .description('judge the ranking by the votes that papers gained in the week after')
    .option('--days <days>', 'how many days back', readDays, 60)
    .option('--json', 'report as JSON')
    .action(later(() => import('./papers-evaluate.ts').then(({ evaluate }) => evaluate)))

  addCurationCommands(papers)
}

/** Reads --days: whole days, at most ten years of them. */
function readDays(text: string): number {
  const days = Number(text)
  if (!/^\d+$/.test(text) || days < 1 || days > 3650)
    throw new InvalidArgumentError('It is a number of days, 1 to 3650.')
  return days
}
