import type { RunKind } from './run.ts'

/** Commands that style their argument; undefined where the style is not ours to show. */
export const wrappers = new Map([
  ...named<RunKind | undefined>('textbf strong', 'strong'),
  ...named<RunKind | undefined>('emph textit textsl em', 'em'),
  ...named<RunKind | undefined>('texttt code', 'code'),
  ...named<RunKind | undefined>('textsubscript', 'sub'),
  ...named<RunKind | undefined>('textsuperscript', 'sup'),
  ...named<RunKind | undefined>(
    'text textsc textsf textrm textup textmd textnormal mbox hbox underline uline ul hl enquote',
    undefined
  )
])

/** Switches for the rest of their group. */
export const switches = new Map([
  ...named<RunKind | undefined>('bf bfseries', 'strong'),
  ...named<RunKind | undefined>('em it itshape sl slshape', 'em'),
  ...named<RunKind | undefined>('tt ttfamily', 'code'),
  ...named<RunKind | undefined>('rm sc scshape sf normalfont upshape mdseries', undefined)
])

/** Dropped with so many arguments, and with the tie in front: what they point to is not here. */
export const dropped = new Map([
  ...named('cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite', 1),
  ...named('ref eqref autoref cref Cref pageref label thanks vspace hspace index', 1)
])

/** Leave nothing; `color` takes its argument along. */
export const silent = new Map([
  ...named('xspace noindent indent small footnotesize large Large centering protect relax footnotemark sloppy', 0),
  ...named('color begin end pagestyle', 1)
])

/** Names of words and signs outside formulas. Signs that TeX knows only by name must not come out as TeX again. */
export const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    LaTeX: 'LaTeX',
    TeX: 'TeX',
    eg: 'e.g.',
    ie: 'i.e.',
    etc: 'etc.',
    etal: 'et al.',
    cf: 'cf.',
    vs: 'vs.',
    wrt: 'w.r.t.',
    newline: ' ',
    par: ' ',
    quad: ' ',
    qquad: ' ',
    item: ' • ',
    S: '§',
    P: '¶',
    dag: '†',
    ddag: '‡',
    copyright: '©',
    pounds: '£',
    euro: '€',
    texteuro: '€',
    textdegree: '°',
    textregistered: '®',
    texttrademark: '™',
    textless: '<',
    textgreater: '>',
    textbar: '|',
    textunderscore: '_',
    textbullet: '•',
    textasciitilde: '∼',
    textasciicircum: 'ˆ',
    textbackslash: '∖',
    textquotedblleft: '“',
    textquotedblright: '”',
    textquoteleft: '‘',
    textquoteright: '’',
    textellipsis: '…'
  })
)

/** Like TeX, these swallow the blank behind them. */
export const tightWords: ReadonlyMap<string, string> = new Map([
  ['textemdash', '—'],
  ['textendash', '–']
])

/** One character behind the backslash. */
export const escapes: ReadonlyMap<string, string> = new Map([
  ...Array.from('%$#&_{}', (character): [string, string] => [character, character]),
  ...Array.from(' ,;:\\', (character): [string, string] => [character, ' ']),
  ...Array.from('!-/@', (character): [string, string] => [character, ''])
])

function named<T>(names: string, value: T): [string, T][] {
  return names.split(' ').map((name) => [name, value])
}
