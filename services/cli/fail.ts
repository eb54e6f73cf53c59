/** Says what went wrong, in one message on stderr, and sets exit code 1. */
export function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

/** The same at once, for a process that has things open. */
export function failNow(error: unknown): never {
  fail(error)
  process.exit(1)
}
