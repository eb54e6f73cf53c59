/** Prints a command's result on stdout: as JSON, or the lines for people. */
export function report(result: object, { json, lines }: { json: boolean | undefined; lines: string[] }): void {
  process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`)
}
