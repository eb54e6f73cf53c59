import { expect, test } from 'vitest'
import { cleanText } from '../../services/papers/clean-text/clean-text.ts'
import { runsToHtml, runsToText } from '../../services/papers/clean-text/render.ts'

const both = [true, false]
const arxiv = [false]
const huggingFace = [true]
const nbsp = '\u00A0'

interface Row {
  from: boolean[]
  input: string
  html: string
  /** Where it is not the HTML. */
  text?: string
  residue?: number
}

const link = (url: string, label = url) => `<a href="${url}">${label}</a>`

const rows: Row[] = [
  { from: both, input: String.raw`reduces by 35\%`, html: 'reduces by 35%' },
  { from: both, input: 'improves by 35% over X', html: 'improves by 35% over X' },
  { from: arxiv, input: String.raw`$\times$ 1.5`, html: '× 1.5' },
  { from: arxiv, input: String.raw`6$\times$ faster`, html: '6× faster' },
  { from: huggingFace, input: 'times1.5', html: '×1.5' },
  { from: huggingFace, input: '256times256', html: '256×256' },
  { from: arxiv, input: '256times256', html: '256times256' },
  { from: huggingFace, input: '9.36times prefill', html: '9.36× prefill' },
  { from: huggingFace, input: '4times faster', html: '4× faster' },
  { from: both, input: '250 times fewer', html: '250 times fewer' },
  { from: both, input: 'three times', html: 'three times' },
  { from: both, input: "``token''", html: '“token”' },
  { from: both, input: '``next-token prediction" paradigm', html: '“next-token prediction” paradigm' },
  {
    from: both,
    input: "a `weaker' baseline doesn't",
    html: 'a ‘weaker’ baseline doesn&#39;t',
    text: "a ‘weaker’ baseline doesn't"
  },
  {
    from: both,
    input: '{https://github.com/x}{{https://github.com/x}}',
    html: link('https://github.com/x'),
    text: 'https://github.com/x'
  },
  { from: both, input: String.raw`\url{ https://a.b/c_d}`, html: link('https://a.b/c_d'), text: 'https://a.b/c_d' },
  {
    from: both,
    input: 'https://a.b/c_d. Next',
    html: `${link('https://a.b/c_d')}. Next`,
    text: 'https://a.b/c_d. Next'
  },
  {
    from: both,
    input: 'at https://a.b/c{here}.',
    html: `at ${link('https://a.b/c', 'here')}.`,
    text: 'at here (https://a.b/c).'
  },
  { from: both, input: '(https://a.b/c_(d))', html: `(${link('https://a.b/c_(d)')})`, text: '(https://a.b/c_(d))' },
  {
    from: both,
    input: String.raw`\href{ https://a.io/X/}{\textcolor{cyan}{{a.io/X}}}`,
    html: link('https://a.io/X/', 'a.io/X'),
    text: 'a.io/X (https://a.io/X/)'
  },
  { from: both, input: String.raw`\href{this https URL}{GitHub}`, html: 'GitHub' },
  { from: both, input: String.raw`\href{javascript:alert(1)}{here}`, html: 'here' },
  { from: both, input: 'https://arxiv.org@evil.test/x', html: 'https://arxiv.org@evil.test/x' },
  {
    from: both,
    input: String.raw`\textit{Impedance-Guided}`,
    html: '<em>Impedance-Guided</em>',
    text: 'Impedance-Guided'
  },
  { from: both, input: String.raw`\textbf{DMVAE}`, html: '<strong>DMVAE</strong>', text: 'DMVAE' },
  { from: both, input: String.raw`{\bf bold} plain`, html: '<strong>bold</strong> plain', text: 'bold plain' },
  {
    from: both,
    input: String.raw`\textbf{never \textbf{closed} (NC)`,
    html: 'never <strong>closed</strong> (NC)',
    text: 'never closed (NC)'
  },
  {
    from: both,
    input: String.raw`\textit{\b{Co}upled \b{V}ariational}`,
    html: '<em>Coupled Variational</em>',
    text: 'Coupled Variational'
  },
  {
    from: both,
    input: 'outputs <SEG> and </think> & "q"',
    html: 'outputs &lt;SEG&gt; and &lt;/think&gt; &amp; &quot;q&quot;',
    text: 'outputs <SEG> and </think> & "q"'
  },
  { from: both, input: '$a<b$ & x', html: 'a&lt;b &amp; x', text: 'a<b & x' },
  { from: both, input: String.raw`$\pi_0$`, html: 'π<sub>0</sub>', text: 'π₀' },
  { from: both, input: String.raw`$\tau^2$-Bench`, html: 'τ<sup>2</sup>-Bench', text: 'τ²-Bench' },
  { from: both, input: 'A$^2$-LLM', html: 'A<sup>2</sup>-LLM', text: 'A²-LLM' },
  { from: both, input: 'χ_{0}', html: 'χ<sub>0</sub>', text: 'χ₀' },
  { from: both, input: 'V_{0.5}', html: 'V<sub>0.5</sub>', text: 'V_0.5' },
  { from: both, input: '2^{128}', html: '2<sup>128</sup>', text: '2¹²⁸' },
  { from: both, input: 'AT^2PO', html: 'AT<sup>2</sup>PO', text: 'AT²PO' },
  { from: huggingFace, input: '{pm 1, pm i}', html: '{±1, ±i}' },
  { from: both, input: '{1.31 FID}~(nearly', html: '1.31 FID (nearly' },
  { from: both, input: String.raw`{\pi}-Distill`, html: 'π-Distill' },
  { from: both, input: '{-1,0,1}', html: '{-1,0,1}' },
  { from: both, input: '{"key": [1, 2]}', html: '{&quot;key&quot;: [1, 2]}', text: '{"key": [1, 2]}' },
  { from: both, input: '($65) pipeline with ~$3 trillion', html: '($65) pipeline with ~$3 trillion' },
  { from: both, input: String.raw`\$15 to $60`, html: '$15 to $60' },
  { from: both, input: '$5 and $10', html: '$5 and $10' },
  { from: both, input: '$15 to US$ 20', html: '$15 to US$ 20' },
  {
    from: huggingFace,
    input: String.raw`saving \300,000 (26 vs. \320,000) with PIXART-\alpha$ alone`,
    html: 'saving $300,000 (26 vs. $320,000) with PIXART-α alone'
  },
  { from: both, input: String.raw`$O(n \log n)$`, html: 'O(n log n)' },
  { from: both, input: String.raw`$\frac{a+b}{c}$`, html: '(a+b)/c' },
  { from: both, input: String.raw`$\mathcal{L}_{\text{KL}}$`, html: 'L<sub>KL</sub>', text: 'L_KL' },
  {
    from: both,
    input: String.raw`$\mathbb{R}^N$, $10^{-3}$`,
    html: 'ℝ<sup>N</sup>, 10<sup>−3</sup>',
    text: 'ℝᴺ, 10⁻³'
  },
  {
    from: both,
    input: String.raw`\(x \in \{0,1\}^{d \times d}\)`,
    html: 'x ∈ {0,1}<sup>d × d</sup>',
    text: 'x ∈ {0,1}^(d × d)'
  },
  { from: both, input: String.raw`$$\hat{Y}=\sqrt{X+1}^\top$$`, html: 'Ŷ=√(X+1)<sup>⊤</sup>', text: 'Ŷ=√(X+1)^⊤' },
  {
    from: both,
    input: String.raw`$\foo{x}$`,
    html: String.raw`<code>$\foo{x}$</code>`,
    text: String.raw`$\foo{x}$`,
    residue: 1
  },
  { from: both, input: String.raw`\method wins`, html: 'method wins', residue: 1 },
  {
    from: both,
    input: String.raw`Schr\"odinger, Erd\H{o}s, na\"{\i}ve, \O rsted, Stra{\ss}e`,
    html: 'Schrödinger, Erdős, naïve, Ørsted, Straße'
  },
  { from: both, input: String.raw`10--20\% --- x`, html: '10–20% — x' },
  { from: both, input: 'a--b', html: 'a—b' },
  { from: both, input: 'this -- that', html: 'this – that' },
  { from: both, input: 'run --ckpt=x', html: 'run --ckpt=x' },
  { from: both, input: '~150%, 50~ms, Fig.~3, 1M~4M', html: `~150%, 50${nbsp}ms, Fig.${nbsp}3, 1M~4M` },
  { from: both, input: String.raw`vs.\ 9.67`, html: 'vs. 9.67' },
  { from: both, input: String.raw`A \& B \# C\_D`, html: 'A &amp; B # C_D', text: 'A & B # C_D' },
  {
    from: both,
    input: 'snake_case <Health_Info_1>',
    html: 'snake_case &lt;Health_Info_1&gt;',
    text: 'snake_case <Health_Info_1>'
  },
  {
    from: both,
    input: String.raw`shown before~\cite{a,b}, here\footnote{or there}`,
    html: 'shown before, here (or there)'
  },
  {
    from: both,
    input: 'wrapped\nline\n  next one',
    html: 'wrapped line<br><br>next one',
    text: 'wrapped line\n\nnext one'
  }
]

for (const { from, input, html, text = html, residue = 0 } of rows)
  for (const repair of from)
    test(`${repair ? 'Hugging Face’s' : 'arXiv’s'} ${JSON.stringify(input)} reads ${JSON.stringify(text)}`, () => {
      const cleaned = cleanText(input, { repair })
      expect(runsToHtml(cleaned.runs)).toBe(html)
      expect(runsToText(cleaned.runs)).toBe(text)
      expect(cleaned.residue).toBe(residue)
    })

test('a title keeps its double hyphens where they are asked to stay', () => {
  const title = 'Beyond Efficiency -- From Vision to Language'
  expect(cleanText(title, { repair: true, keepDashes: true }).runs).toEqual([{ text: title }])
})
