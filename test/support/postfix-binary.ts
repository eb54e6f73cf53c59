import { join } from 'node:path'
import { unpackDebianPackages } from './debian-packages.ts'

export interface PostfixPrograms {
  smtpSink: string
  smtpSource: string
  env: NodeJS.ProcessEnv
}

/** Postfix's load partners, out of Debian's package; its services are neither installed nor started. */
export async function findPostfixPrograms(): Promise<PostfixPrograms> {
  const smtpSink = join('usr', 'sbin', 'smtp-sink')
  const { root, env } = await unpackDebianPackages({
    name: 'postfix',
    packages: ['postfix'],
    program: smtpSink,
    libraries: join('usr', 'lib', 'postfix')
  })
  return { smtpSink: join(root, smtpSink), smtpSource: join(root, 'usr', 'sbin', 'smtp-source'), env }
}
