import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/**
 * Opens the process log: one JSON object a line, on stderr, so that a command's own
 * output on stdout stays parseable. Addresses and tokens are never passed to it; the
 * redaction is a second line of defence for errors that carry them as fields.
 */
export function openLog(level: string, destination: DestinationStream = pino.destination({ fd: 2, sync: false })): Log {
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
          '*.envelope',
          // What PostgreSQL adds to an error: the values of the row.
          '*.detail',
          '*.where',
          '*.aggregateErrors'
        ],
        censor: '[redacted]'
      }
    },
    destination
  )
}
