/** Network errors, and classes 08 (connection), 53 (resources) and 57P (shutdown, starting up) of SQLSTATE. */
const awayCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08...|53...|57P..)$/

// pg throws these without a code.
const awayMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/

/** Whether an error says that PostgreSQL cannot be reached, rather than that it refused a statement. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway)
  const { code, message } = error as { code?: unknown; message?: unknown }
  return (
    (typeof code === 'string' && awayCodes.test(code)) || (typeof message === 'string' && awayMessages.test(message))
  )
}
