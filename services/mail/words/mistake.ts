import { AppError, type ErrorCode } from '../../platform/errors.ts'
import { english } from './en.ts'
import { type MessageKey, type Parameters, say } from './words.ts'

/** A caller's mistake that people see: in English to programs and commands, on a page in the page's language. */
export function mistake<Key extends MessageKey>(code: ErrorCode, key: Key, ...parameters: Parameters<Key>): AppError {
  return new AppError(code, say(english, key, ...parameters), { key, parameters: parameters[0] ?? {} })
}
