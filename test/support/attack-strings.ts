import { type AST, RegExpParser } from '@eslint-community/regexpp'

/** A text that makes an expression go back over what it has read, if anything does. */
export interface Attack {
  before: string
  repeated: string
  after: string
}

const farFetched = 50

/**
 * Attacks on each part of an expression that may match any number of times: its own words, and these with what has to
 * stand before them, so that a search begins anew at each; followed by nothing, or by what the expression does not know.
 */
export function attacksOn(source: string, flags: string): Attack[] {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v')
  })
  const attacks = new Map<string, Attack>()
  const visit = (node: AST.Pattern | AST.Element | AST.Alternative, before: string): void => {
    if (node.type === 'Alternative') {
      let read = before
      for (const element of node.elements) {
        visit(element, read)
        read += wordOf(element, flags)
      }
    } else if (node.type === 'Quantifier') {
      visit(node.element, before)
      if (node.max < farFetched) return
      for (const word of wordsOf(node.element, flags))
        for (const attack of [
          { before, repeated: word },
          { before: '', repeated: before + word }
        ])
          for (const after of ['', '\u0001', '\n\u0001'])
            if (attack.repeated !== '')
              attacks.set(JSON.stringify([attack.before, attack.repeated, after]), { ...attack, after })
    } else if ('alternatives' in node) for (const alternative of node.alternatives) visit(alternative, before)
  }
  visit(pattern, '')
  return [...attacks.values()]
}

/** Words that a part matches: one for each of its alternatives, a few for a class of characters. */
function wordsOf(node: AST.Element, flags: string): string[] {
  if (node.type === 'Group' || node.type === 'CapturingGroup')
    return node.alternatives.map(({ elements }) => elements.map((element) => wordOf(element, flags)).join(''))
  if (node.type === 'Quantifier') {
    const least = Math.min(Math.max(node.min, 1), farFetched)
    return wordsOf(node.element, flags).map((word) => word.repeat(least))
  }
  if (node.type === 'Character') return [String.fromCodePoint(node.value)]
  if (node.type !== 'CharacterSet' && node.type !== 'CharacterClass') return ['']
  const own = Array.from(node.raw).filter((character) => !/[\\[\]^]/.test(character))
  const single = new RegExp(`^${node.raw}$`, flags.replace(/[gy]/g, ''))
  return [...new Set(['a', ' ', '0', '.', ...own])].filter((character) => single.test(character)).slice(0, 3)
}

function wordOf(node: AST.Element, flags: string): string {
  if (node.type === 'Quantifier' && node.min === 0) return ''
  return wordsOf(node, flags)[0] ?? ''
}
