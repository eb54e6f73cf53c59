import { type Command, InvalidArgumentError } from 'commander'
import { parseArxivId } from '../papers/arxiv-id.ts'
import { isFeedDay } from '../papers/feed-day.ts'
import { later } from './later.ts'

/** Readers see a note behind "Picked by NAME:", in a line of 200 characters. */
const longestNote = 140

/** What a curator does by hand, each recorded with who and when. */
export function addCurationCommands(papers: Command): void {
  curation(
    papers.command('add').argument('<arxiv-id>', 'in any form: 2611.00001, arXiv:2611.00001v2, an address', arxivId)
  )
    .description('put a paper on the list of the open day, as a pick of the curator')
    .option('--date <date>', 'feed day of the list, YYYY-MM-DD', day)
    .option('--title <text>', 'its title, where arXiv cannot be asked')
    .action(later(() => import('./papers-add.ts').then(({ add }) => add)))

  curation(papers.command('pin').argument('<id>', 'the id of a paper here, or an arXiv id'))
    .description('put a paper in front of the score, behind those pinned before')
    .action(later(() => import('./papers-pin.ts').then(({ pin }) => pin)))

  curation(papers.command('drop').argument('<id>', 'the id of a paper here, or an arXiv id'))
    .description('keep a paper out of every edition to come, for good')
    .action(later(() => import('./papers-drop.ts').then(({ drop }) => drop)))
}

function curation(command: Command): Command {
  return command
    .option('--note <text>', 'why; readers see it behind "Picked by NAME:"', note)
    .option('--by <name>', 'who decides; CURATOR where it is not given')
    .option('--json', 'report as JSON')
}

function arxivId(text: string): string {
  const id = parseArxivId(text)
  if (id === undefined) throw new InvalidArgumentError('an arXiv id is like 2611.00001 or hep-th/9901001')
  return id
}

function day(text: string): string {
  if (!isFeedDay(text)) throw new InvalidArgumentError('a date is YYYY-MM-DD')
  return text
}

function note(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line === '' || line.length > longestNote)
    throw new InvalidArgumentError(`a note has 1 to ${longestNote} characters`)
  return line
}
