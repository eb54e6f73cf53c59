/** A sign that a sentence states something, and what it is worth. */
type Cue = readonly [pattern: RegExp, worth: number]

// Authors announce what they did in a few set ways; everything else weighs less than one of them.
const making = 'propos|introduc|present|develop|devis|formulat|design|releas|build|describ|creat|unif'
const contributionCues: readonly Cue[] = [
  [
    new RegExp(
      `\\b(?:we|this (?:paper|work|study|article)|our (?:paper|work|study|framework))\\b.{0,60}\\b(?:${making})`
    ),
    3
  ],
  [new RegExp(`\\b(?:address|solve|tackle|resolve)\\b.{0,60}\\b(?:with|by (?:${making}))`), 3],
  [new RegExp(`\\b(?:us to|we take the \\w+ step of) (?:${making})`), 3],
  [/\bthis (?:paper|work) (?:argues|shows|studies|explores|investigates|demonstrates)\b|\bwe position\b/, 2],
  [
    /\bwe (?:\w+ )?(?:show|demonstrate|find|study|stud(?:y|ies)|explore|investigate|analy[sz]e|argue|prove|consider)\b/,
    1
  ],
  [/\bthis (?:paper|work|study|article)\b/, 1.5],
  [/\bin this (?:paper|work|study|article)\b/, 0.5],
  [/^(?:(?:instead|therefore|thus|motivated by|based on|inspired by|upon)\b)/, 0.5],
  [/^(?:to (?:address|solve|overcome|tackle|bridge|resolve|mitigate|remedy|fill|answer)\b|to this end)/, 1],
  [/\b(?:novel|new|first|called|named|dubbed|termed|coined)\b/, 0.7],
  [/\b(?:framework|method|model|approach|paradigm|benchmark|dataset|algorithm|tokenizer|system|library)\b/, 0.5],
  [/提出|提案|本研究|本论文/, 3],
  // What is added to a contribution, and what is said of others.
  [
    /^(?:specifically|furthermore|moreover|additionally|in addition|besides|further|second|secondly|finally|then|also|technically)\b/,
    -1.5
  ],
  [/\bwe (?:also|further|additionally|then|first|finally)\b/, -1],
  [
    /^(?:recent|recently|existing|previous|prior|traditional|traditionally|current|while|although|despite|however|unlike|conventional)\b/,
    -1.5
  ],
  [/\b(?:existing|previous|prior|current) (?:methods|works?|approaches|studies|research)\b/, -0.5],
  [/^(?:for example|for instance|that is|in other words|e\.g\.)/, -2],
  // It stands first and alone: nothing is left of what these words refer to.
  [/^(?:it|they|these|such|this (?!paper|work|study|article))\b/, -2]
]
const resultCues: readonly Cue[] = [
  [/\b(?:outperform|surpass|exceed|state-of-the-art|sota)/, 2],
  [/\b(?:reduc|improv|accelerat|speed|faster|fewer|sav|gain|lower|higher|superior|competitive)\w*/, 1],
  [/\bachiev\w+/, 1],
  [/(?:\d(?:[.,]\d+)? ?(?:%|×|x\b)|\b\d+(?:\.\d+)? ?times\b|×\d)/, 2],
  [/\d/, 0.5],
  [
    /\b(?:experiments?|results?|evaluations?|findings|empirical\w*) (?:\w+ )?(?:show|demonstrate|indicate|suggest|reveal|confirm|validate)/,
    1
  ],
  [/\bwithout\b/, 0.3],
  [/^(?:it|this|these|such|they)\b/, -1],
  [/^(?:we (?:conduct|evaluate)|to evaluate|existing|previous|prior|recent|however)\b/, -2]
]
const sayingNothing =
  /\bcode\b.{0,40}\b(?:is|are|will|at|available|released)|^(?:code|project page|project homepage|please see|models)\b|\b(?:publicly|open-?source\w*) available\b|\bavailable (?:at|on|here)\b|\bwe hope\b|\bfuture (?:work|research|directions)\b/

/** How surely a sentence states what the paper contributes; below zero says that it does not. */
export function contributionScore(sentence: string, title: string): number {
  return scored(sentence, contributionCues) + 1.5 * shareOf(title, sentence)
}

/** The same for what came of it. */
export function resultScore(sentence: string): number {
  return scored(sentence, resultCues)
}

function scored(sentence: string, cues: readonly Cue[]): number {
  const text = sentence.toLowerCase()
  if (sayingNothing.test(text)) return -10
  return cues.reduce((sum, [pattern, worth]) => (pattern.test(text) ? sum + worth : sum), 0)
}

/** Which part of a title's words a sentence has. The name before a colon counts like all words behind it. */
function shareOf(title: string, sentence: string): number {
  const words = wordsOf(title)
  if (words.length === 0) return 0
  const said = new Set(wordsOf(sentence))
  const share = words.filter((word) => said.has(word)).length / words.length
  const name = /^(\S+):/u.exec(title)?.[1]
  return share + (name !== undefined && sentence.includes(name) ? 0.5 : 0)
}

function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu))]
}
