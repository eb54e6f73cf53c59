/**
 * Shares a reading among those who ask for it at the same moment. Nobody gets a reading that began
 * before they asked: who comes while one runs waits for the next, together with all who come then.
 */
export function oneAtATime<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> | undefined
  let next: Promise<Value> | undefined
  return () => {
    next ??= (running ?? Promise.resolve()).then(async () => {
      // All requests that this turn of the event loop brings ask together.
      await new Promise((resolve) => setImmediate(resolve))
      const reading = read()
      next = undefined
      running = reading.then(
        () => undefined,
        () => undefined
      )
      return reading
    })
    return next
  }
}
