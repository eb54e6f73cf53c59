/** TeX's accents, as combining characters. An empty one has none worth showing. */
const marks = new Map([
  ["'", '\u0301'],
  ['`', '\u0300'],
  ['^', '\u0302'],
  ['"', '\u0308'],
  ['~', '\u0303'],
  ['=', '\u0304'],
  ['.', '\u0307'],
  ['c', '\u0327'],
  ['v', '\u030C'],
  ['u', '\u0306'],
  ['H', '\u030B'],
  ['k', '\u0328'],
  ['r', '\u030A'],
  ['d', '\u0323'],
  ['b', ''],
  ['t', '']
])

/** Letters of their own. Like TeX, a blank behind the name is not shown: `\O rsted` is Ørsted. */
export const letterCommands: ReadonlyMap<string, string> = new Map(
  Object.entries({
    o: 'ø',
    O: 'Ø',
    l: 'ł',
    L: 'Ł',
    ss: 'ß',
    ae: 'æ',
    AE: 'Æ',
    oe: 'œ',
    OE: 'Œ',
    aa: 'å',
    AA: 'Å',
    i: 'ı',
    j: 'ȷ',
    dh: 'ð',
    DH: 'Ð',
    th: 'þ',
    TH: 'Þ',
    dj: 'đ',
    DJ: 'Đ',
    ng: 'ŋ',
    NG: 'Ŋ'
  })
)

/**
 * The accented letter that the accent command called `name` makes with what stands at `at`, and
 * where it ends; undefined where no letter with such an accent exists (`\"open source\"`).
 */
export function readAccent(source: string, name: string, at: number): { letter: string; next: number } | undefined {
  const mark = marks.get(name)
  if (mark === undefined) return undefined
  const argument = /^ ?(?:\{\s*(?:\\([ij])|(\p{L}))\s*\}|\\([ij])(?![A-Za-z])|(\p{L}))/u
  const [all = '', ...letters] = argument.exec(source.slice(at, at + 16)) ?? []
  const base = letters.find((found) => found !== undefined)
  if (base === undefined) return undefined
  const letter = (base + mark).normalize('NFC')
  return Array.from(letter).length === 1 ? { letter, next: at + all.length } : undefined
}
