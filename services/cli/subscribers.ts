import { type Command, InvalidArgumentError } from 'commander'
import { later } from './later.ts'

export function addSubscribersCommands(program: Command): void {
  const subscribers = program.command('subscribers').description('the readers: import, export, look at, erase')

  subscribers
    .command('import')
    .argument('<file>', 'CSV with a header line; a column "email" or "address"')
    .description('add addresses whose consent you can name; nobody who left comes back, and nobody is mailed')
    .requiredOption('--consent <statement>', 'where and when they agreed, kept with each of them', statement)
    .option('--suppress <file>', 'addresses never to mail, one a line or CSV; goes first')
    .option('--dry-run', 'say what would be done, and change nothing')
    .option('--json', 'report as JSON')
    .action(later(() => import('./subscribers-import.ts').then(({ importList }) => importList)))

  subscribers
    .command('show')
    .argument('<address>')
    .description('what is known of an address: state, consents, every mail and what the relay answered')
    .option('--json', 'report as JSON')
    .action(later(() => import('./subscribers-show.ts').then(({ show }) => show)))

  subscribers
    .command('export')
    .argument('[address]', 'one reader: everything that is kept about them, as JSON')
    .description('write the list as CSV that `subscribers import` reads, or one reader as JSON, to standard output')
    .option('--json', 'the list as one JSON object a line')
    .action(later(() => import('./subscribers-export.ts').then(({ exportSubscribers }) => exportSubscribers)))

  subscribers
    .command('erase')
    .argument('<address>')
    .description('forget a reader: what stays is a keyed hash that keeps the address from being imported or mailed')
    .option('--json', 'report as JSON')
    .action(later(() => import('./subscribers-erase.ts').then(({ erase }) => erase)))
}

function statement(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('say where and when they agreed')
  return text.trim()
}
