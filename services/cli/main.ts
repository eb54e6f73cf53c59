#!/usr/bin/env node
import { Command } from 'commander'
import { addBackupCommands } from './backup.ts'
import { addEditionCommands } from './edition.ts'
import { fail } from './fail.ts'
import { later } from './later.ts'
import { addPapersCommands } from './papers.ts'
import { addSubscribersCommands } from './subscribers.ts'

/** The command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
const program = new Command('daily-papers')
  .description('Get trending papers in your email inbox: a self-hosted digest service.')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2)
  })

// Loaded when asked for: the other commands need neither Fastify nor the pages.
const loadStart = () => import('./start.ts')
program
  .command('start')
  .description('start the API and the workers, as ROLE says')
  .action(async () => (await loadStart()).start())
program
  .command('worker')
  .description('start the workers alone')
  .action(async () => (await loadStart()).start('worker'))
program
  .command('migrate')
  .description('bring the database schema up to date')
  .action(later(() => import('./migrate.ts').then(({ migrateDatabase }) => migrateDatabase)))
addPapersCommands(program)
addEditionCommands(program)
addSubscribersCommands(program)
addBackupCommands(program)

await program.parseAsync().catch(fail)
