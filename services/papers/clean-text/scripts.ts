const superscripts = new Map([
  ...pairs('0123456789+-−=()', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾'),
  ...pairs('abcdefghijklmnoprstuvwxyz', 'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'),
  ...pairs('ABDEGHIJKLMNOPRTUVW', 'ᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ'),
  ...pairs('βγδθφχ', 'ᵝᵞᵟᶿᵠᵡ')
])

const subscripts = new Map([
  ...pairs('0123456789+-−=()', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎'),
  ...pairs('aehijklmnoprstuvx', 'ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ'),
  ...pairs('βγρφχ', 'ᵦᵧᵨᵩᵪ')
])

/**
 * A superscript or subscript in plain text: Unicode's own characters where every character
 * has one (10⁻³), else the marker, with brackets where its end would be unclear: V_0.5, x^(a+b).
 */
export function scriptText(kind: 'sub' | 'sup', text: string): string {
  const table = kind === 'sup' ? superscripts : subscripts
  const only = table.get(text)
  if (only !== undefined) return only
  const raised = Array.from(text, (character) => table.get(character))
  if (raised.every((character) => character !== undefined)) return raised.join('')
  const clear = kind === 'sup' ? /^.$/su : /^[\p{L}\p{N}.]+$/u
  return (kind === 'sup' ? '^' : '_') + (clear.test(text) ? text : `(${text})`)
}

function pairs(from: string, to: string): [string, string][] {
  const targets = Array.from(to)
  return Array.from(from, (character, index) => [character, targets[index] ?? character])
}
