import { STATUS_CODES } from 'node:http'
import { english } from '../mail/words/en.ts'
import { type MessageKey, type Parameters, say, sayAny, type Words } from '../mail/words/words.ts'
import type { ErrorCode, Said } from '../platform/errors.ts'

/** A mistake or a failure as it is answered: problem+json for programs, a page for people. */
export interface Problem {
  status: number
  code: ErrorCode | 'INTERNAL'
  /** For programs, in English. */
  detail: string
  /** The message that people are told; without it they read the detail. */
  said?: Said | undefined
}

/** A problem that is told by a message. */
export function problem<Key extends MessageKey>(
  status: number,
  code: Problem['code'],
  key: Key,
  ...parameters: Parameters<Key>
): Problem {
  return { status, code, detail: say(english, key, ...parameters), said: { key, parameters: parameters[0] ?? {} } }
}

/** What people are told of a problem, or of a mistake of theirs (AppError). */
export function sayProblem(
  words: Words,
  { said, ...rest }: { said?: Said | undefined } & ({ detail: string } | { message: string })
): string {
  if (said !== undefined) return sayAny(words, said.key, said.parameters)
  return 'detail' in rest ? rest.detail : rest.message
}

/** The body of `application/problem+json` (RFC 9457). `code` is what programs hold on to. */
export function problemJson({ status, code, detail }: Problem): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code })
}
