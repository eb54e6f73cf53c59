/**
 * For every `{` the place of its `}`, -1 where there is none; escaped braces do not count.
 * Found once for the whole text: looking for each one anew is quadratic on `{{{{{...`.
 */
export function matchBraces(source: string): Int32Array {
  const closing = new Int32Array(source.length).fill(-1)
  const open: number[] = []
  for (let at = source.search(/[\\{]/); at !== -1 && at < source.length; at++) {
    const character = source[at]
    if (character === '\\') at++
    else if (character === '{') open.push(at)
    else if (character === '}') {
      const opened = open.pop()
      if (opened !== undefined) closing[opened] = at
    }
  }
  return closing
}
