/**
 * An action whose code is loaded when it is called: `edition status` starts in 0.7 s on a machine where everything that
 * any command needs took 1.5 s.
 */
export function later<Arguments extends unknown[]>(
  load: () => Promise<(...input: Arguments) => Promise<void>>
): (...input: Arguments) => Promise<void> {
  return async (...input) => (await load())(...input)
}
