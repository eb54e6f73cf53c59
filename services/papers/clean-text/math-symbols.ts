/** One line per family: TeX name and character, in turn. */
const families = `
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
times × div ÷ pm ± mp ∓ cdot · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ setminus ∖ wedge ∧ vee ∨
land ∧ lor ∨ neg ¬ lnot ¬ cap ∩ cup ∪ sqcup ⊔ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ dagger † ddagger ‡
leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ lt < gt > approx ≈ sim ∼ simeq ≃
cong ≅ equiv ≡ propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇
perp ⊥ parallel ∥ mid ∣ models ⊨ vdash ⊢ coloneqq ≔ triangleq ≜ doteq ≐
to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔
implies ⟹ iff ⟺ mapsto ↦ uparrow ↑ downarrow ↓ nearrow ↗ searrow ↘ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝
sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ partial ∂ nabla ∇ infty ∞ aleph ℵ hbar ℏ ell ℓ wp ℘ Re ℜ Im ℑ imath ı jmath ȷ
forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ angle ∠ triangle △ square □ Box □ blacksquare ■ diamond ⋄
ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ prime ′ degree ° checkmark ✓ cross ✗ xmark ✗ cmark ✓ surd √
langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Vert ‖ lVert ‖ rVert ‖ vert | lvert | rvert | lbrace { rbrace }
backslash ∖ colon : clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ bigstar ★ complement ∁ rtimes ⋊ ltimes ⋉
`

/** TeX's name of a character, without the backslash. */
export const mathSymbols: ReadonlyMap<string, string> = new Map(
  Array.from(families.matchAll(/(?<!\S)(\S+)\s+(\S+)/g), ([, name = '', symbol = '']) => [name, symbol])
)

/** Names that are set as words: `\log n` is "log n". */
export const mathFunctions: ReadonlySet<string> = new Set(
  'log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh max min sup inf lim limsup liminf arg det dim ker gcd hom deg Pr bmod argmax argmin softmax'.split(
    ' '
  )
)

/** Fonts and boxes: their argument is shown as it is. */
export const mathWrappers: ReadonlySet<string> = new Set(
  'mathbf mathit mathrm mathsf mathtt mathcal mathfrak mathscr mathnormal boldsymbol bm pmb bold mathop mathbin mathrel mathord ensuremath'.split(
    ' '
  )
)

/** The same for words in the middle of a formula: blanks and hyphens stay. */
export const mathTexts: ReadonlySet<string> = new Set(
  'text textrm textbf textit textsf texttt textsc textup textnormal emph mbox hbox operatorname'.split(' ')
)

/** Sizes, spacing hints and switches that leave nothing on the page. */
export const mathSilent: ReadonlySet<string> = new Set(
  'left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr displaystyle textstyle scriptstyle limits nolimits nonumber rm bf it cal sf tt'.split(
    ' '
  )
)

export const blackboard: ReadonlyMap<string, string> = new Map(
  Object.entries({
    R: 'ℝ',
    N: 'ℕ',
    Z: 'ℤ',
    Q: 'ℚ',
    C: 'ℂ',
    E: '𝔼',
    P: 'ℙ',
    F: '𝔽',
    H: 'ℍ',
    S: '𝕊',
    B: '𝔹',
    I: '𝕀',
    1: '𝟙'
  })
)

/** Marks above a letter, as combining characters. */
export const mathAccents: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hat: '\u0302',
    widehat: '\u0302',
    tilde: '\u0303',
    widetilde: '\u0303',
    bar: '\u0304',
    overline: '\u0304',
    vec: '\u20D7',
    dot: '\u0307',
    ddot: '\u0308',
    check: '\u030C',
    breve: '\u0306',
    acute: '\u0301',
    grave: '\u0300',
    mathring: '\u030A'
  })
)
