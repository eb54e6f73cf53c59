import { STATUS_CODES } from 'node:http'
import type { ErrorCode } from '../platform/errors.ts'

/** A mistake or a failure as it is answered: problem+json for programs, a page for people. */
export interface Problem {
  status: number
  code: ErrorCode | 'INTERNAL'
  detail: string
}

/** The body of `application/problem+json` (RFC 9457). `code` is what programs hold on to. */
export function problemJson({ status, code, detail }: Problem): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code })
}
