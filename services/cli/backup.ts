import type { Command } from 'commander'
import { later } from './later.ts'

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'file to write')
    .description('write everything, keys included, into one file that restores on any PostgreSQL')
    .option('--json', 'report as JSON')
    .action(later(() => import('./backup-write.ts').then(({ backup }) => backup)))

  program
    .command('restore')
    .argument('<file>', 'file that backup wrote')
    .description('load a backup into an empty database; a file that is not whole changes nothing')
    .option('--json', 'report as JSON')
    .action(later(() => import('./backup-restore.ts').then(({ restore }) => restore)))
}
