import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * Opens the process log: one JSON object a line, on stderr, so that a command's own
 * output on stdout stays parseable. Addresses and tokens are never passed to it; the
 * redaction is a second line of defence for errors that carry them as fields.
 */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'address',
          'email',
          'to',
          'token',
          '*.address',
          '*.email',
          '*.to',
          '*.token',
          '*.rejected',
          '*.envelope'
        ],
        censor: '[redacted]'
      }
    },
    pino.destination({ fd: 2, sync: false })
  )
}
