/** Progress of long work: on stderr, so that stdout has the result alone. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** `1 row in 14 tables` */
export function totalRows(tables: Record<string, number>): string {
  const rows = Object.values(tables).reduce((total, count) => total + count, 0)
  return `${rows === 1 ? '1 row' : `${rows} rows`} in ${Object.keys(tables).length} tables`
}
