import { type Command, InvalidArgumentError, Option } from 'commander'
import { isFeedDay } from '../papers/feed-day.ts'
import { later } from './later.ts'

export function addEditionCommands(program: Command): void {
  const edition = program.command('edition').description('the editions: assemble, look at, hold, send')

  edition
    .command('assemble')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('freeze the edition of a day now; a second time changes nothing')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-assemble.ts').then(({ assemble }) => assemble)))

  edition
    .command('preview')
    .argument('<date>', 'feed day, YYYY-MM-DD, or "sample"', (text) => (text === 'sample' ? text : feedDay(text)))
    .description('write digest.html, digest.txt and digest.eml as a reader would get them, without freezing anything')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-preview.ts').then(({ preview }) => preview)))

  edition
    .command('send')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('make the deliveries of a frozen edition due now; freezes it first where that was not done')
    .option('--only <address>', 'to this active subscriber alone')
    .option('--wait', 'follow to the end; implied when no worker runs')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-send.ts').then(({ send }) => send)))

  edition
    .command('hold')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('keep the edition of a day from being frozen until it is released')
    .option('--reason <text>', 'why; the status page says so')
    .option('--by <name>', 'who holds it; CURATOR where it is not given')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-hold.ts').then(({ hold }) => hold)))

  edition
    .command('release')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('let a held edition go; where its time has passed it leaves at once')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-release.ts').then(({ release }) => release)))

  for (const [name, load, what] of [
    [
      'pause',
      () => import('./edition-control.ts').then(({ pause }) => pause),
      'stop sending an edition; what was not handed waits'
    ],
    ['resume', () => import('./edition-control.ts').then(({ resume }) => resume), 'go on with a paused edition'],
    [
      'cancel',
      () => import('./edition-control.ts').then(({ cancel }) => cancel),
      'end an edition: what was not handed is never sent'
    ]
  ] as const) {
    edition
      .command(name)
      .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
      .description(what)
      .option('--json', 'report as JSON')
      .action(later(load))
  }

  edition
    .command('revise')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('freeze an edition anew, for the readers whose mail was not handed yet')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-revise.ts').then(({ revise }) => revise)))

  edition
    .command('resolve')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('say what becomes of deliveries in doubt, whose acceptance by the relay is unknown')
    .addOption(
      new Option('--as <what>', 'retry: send the same bytes again; accepted: they arrived')
        .choices(['retry', 'accepted'])
        .makeOptionMandatory()
    )
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-control.ts').then(({ resolve }) => resolve)))

  edition
    .command('replay')
    .argument('<date>', 'feed day, YYYY-MM-DD, or "sample"', (text) => (text === 'sample' ? text : feedDay(text)))
    .description('make an edition again from what it was made of, and compare every byte')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-replay.ts').then(({ replay }) => replay)))

  edition
    .command('status')
    .argument('<date>', 'feed day, YYYY-MM-DD', feedDay)
    .description('the state of an edition and of its deliveries')
    .option('--json', 'report as JSON')
    .action(later(() => import('./edition-status.ts').then(({ status }) => status)))
}

function feedDay(text: string): string {
  if (!isFeedDay(text)) throw new InvalidArgumentError('a date is YYYY-MM-DD')
  return text
}
