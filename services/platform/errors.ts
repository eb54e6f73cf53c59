/**
 * Every mistake a caller can make, with the HTTP status it answers. The codes are
 * stable: they appear in problem+json bodies and in `--json` output.
 */
const statusOf = {
  ADDRESS_INVALID: 400,
  BODY_TOO_LARGE: 413,
  CODE_WRONG: 400,
  DATABASE_NOT_EMPTY: 409,
  DATE_INVALID: 400,
  DATE_NOT_OPEN: 400,
  EDITION_UNKNOWN: 404,
  EDITION_STATE: 409,
  EDITION_EMPTY: 409,
  FIELD_NOT_SUPPORTED: 400,
  FILE_INVALID: 400,
  HOLD_TOO_LATE: 409,
  MEDIA_TYPE_NOT_SUPPORTED: 415,
  PAPER_DROPPED: 409,
  PAPER_UNKNOWN: 404,
  QUESTION_TOO_LONG: 400,
  REQUEST_INVALID: 400,
  SERVICE_UNAVAILABLE: 503,
  SOURCES_MISSING: 409,
  SUBSCRIBER_NOT_ACTIVE: 409,
  SUBSCRIBER_UNKNOWN: 404,
  TITLE_NEEDED: 400,
  TOKEN_UNKNOWN: 404,
  TOPIC_UNKNOWN: 404,
  NOT_FOUND: 404,
  UNAUTHORIZED: 401,
  UNDO_TOO_LATE: 409
} as const

export type ErrorCode = keyof typeof statusOf

/** A message of the catalogue (services/mail/words) that says something to people, in the language of the page. */
export interface Said {
  key: string
  parameters: Readonly<Record<string, string | number>>
}

/** A caller's mistake: safe to show, never a reason to retry. Everything else that is thrown is ours. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  /** The same as `message` for people on pages; undefined where only commands come to it. */
  readonly said: Said | undefined

  constructor(code: ErrorCode, message: string, said?: Said) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.status = statusOf[code]
    this.said = said
  }
}
