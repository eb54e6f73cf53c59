import type { Run } from '../clean-text/run.ts'

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  // Not \{ and \}: BibTeX counts braces behind a backslash too, and one without its other half takes in what follows.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '#': '\\#',
  $: '\\$',
  '%': '\\%',
  '&': '\\&',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  // In T1 fonts these two are other characters, and a straight quote ends a value in quotes.
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '"': "''",
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
  '–': '--',
  '—': '---',
  '…': '\\ldots{}',
  '\u00A0': '~'
}

/** Combining marks, and the command that puts the mark on a letter. */
const accents: Record<string, string> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030A': 'r',
  '\u030B': 'H',
  '\u030C': 'v',
  '\u0323': 'd',
  '\u0327': 'c',
  '\u0328': 'k',
  '\u0331': 'b'
}

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  đ: 'dj',
  Đ: 'DJ'
}

const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi . pi rho . sigma tau upsilon phi chi psi omega'
const math: Record<string, string> = {
  ...Object.fromEntries(
    greek.split(' ').flatMap((name, at) => (name === '.' ? [] : [[String.fromCodePoint(0x3b1 + at), `\\${name}`]]))
  ),
  ...Object.fromEntries(
    ['Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Pi', 'Sigma', 'Phi', 'Psi', 'Omega'].map((name, at) => [
      'ΓΔΘΛΞΠΣΦΨΩ'[at] ?? '',
      `\\${name}`
    ])
  ),
  '×': '\\times',
  '±': '\\pm',
  '≤': '\\leq',
  '≥': '\\geq',
  '≈': '\\approx',
  '→': '\\to',
  '←': '\\leftarrow',
  '↔': '\\leftrightarrow',
  '∞': '\\infty',
  '√': '\\surd',
  '∈': '\\in',
  '∼': '\\sim',
  '·': '\\cdot'
}

/**
 * Plain text as LaTeX reads it, in ASCII as far as LaTeX has commands: classic BibTeX counts bytes and
 * sorts "É" behind "Z". What has none, such as Chinese, stays as it is: Biber and XeTeX take UTF-8.
 */
export function latexOf(text: string): string {
  const pieces = text.normalize('NFC').match(/[₀-₎ₐ-ₜᵢ-ᵥⱼ]+|[⁰ⁱ⁴-⁾ⁿ¹²³ᵃ-ᶻ]+|\P{M}\p{M}*|\p{M}/gsu) ?? []
  return pieces.map(pieceOf).join('')
}

function pieceOf(piece: string): string {
  if (/^[\t\n\r ]$/.test(piece)) return ' '
  const known = special[piece]
  if (known !== undefined) return known
  if (letters[piece] !== undefined) return `{\\${letters[piece]}}`
  if (math[piece] !== undefined) return `$${math[piece]}$`
  // U+2080 to U+2089 and their like: digits and letters set low or high.
  const script = scriptOf(piece)
  if (script !== undefined) return script
  return accentedOf(piece) ?? piece
}

function scriptOf(piece: string): string | undefined {
  const plain = piece.normalize('NFKC')
  // NFKC writes a minus as U+2212.
  if (plain === piece || !/^[\da-z+\-=()\u2212]+$/i.test(plain)) return undefined
  const latex = plain.replaceAll('\u2212', '-')
  if (/^[₀-₎ₐ-ₜᵢ-ᵥⱼ]+$/u.test(piece)) return `\\textsubscript{${latex}}`
  return /^[⁰ⁱ⁴-⁾ⁿ¹²³ᵃ-ᶻ]+$/u.test(piece) ? `\\textsuperscript{${latex}}` : undefined
}

function accentedOf(piece: string): string | undefined {
  const [letter = '', ...marks] = Array.from(piece.normalize('NFD'))
  if (marks.length === 0 || !/^[A-Za-z]$/.test(letter)) return undefined
  const commands = marks.map((mark) => accents[mark])
  if (commands.includes(undefined)) return undefined
  return `{${commands.reduce<string>((inner, command) => `\\${command}{${inner}}`, letter)}}`
}

/** A title with its subscripts, superscripts and emphasis, its names of models safe from lower-casing styles. */
export function latexTitle(title: string, runs: readonly Run[] | null): string {
  const pieces = runs === null || runs.length === 0 ? [{ text: title, kind: null }] : runs
  return pieces.map((run) => styled(run.kind ?? null, run.text)).join('')
}

const commands: Record<string, string> = {
  sub: '\\textsubscript',
  sup: '\\textsuperscript',
  em: '\\emph',
  strong: '\\textbf'
}

function styled(kind: string | null, text: string): string {
  const command = kind === null ? undefined : commands[kind]
  return command === undefined ? withCase(text) : `${command}{${withCase(text)}}`
}

/** Styles that write titles in lower case leave braces alone: BERT, GPT-4, LoRA, 3D. */
function withCase(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => (/.\p{Lu}|^\p{Lu}$|\d\p{L}|^\p{Lu}.*\d/u.test(word) ? `{${latexOf(word)}}` : latexOf(word)))
    .join('')
}
