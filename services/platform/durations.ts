const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `5m` -> 300000. The schema has already checked the form. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? []
  if (amount === undefined || unit === undefined) throw new Error(`not a duration: ${text}`)
  return Number(amount) * milliseconds[unit as keyof typeof milliseconds]
}

/** `5m,15m` -> [300000, 900000] */
export function parseDurations(text: string): number[] {
  return text.split(',').map(parseDuration)
}

/** The result of `work`, or a rejection after so many milliseconds; the work itself goes on. */
export async function within<T>(limit: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limit} ms`)), limit)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
