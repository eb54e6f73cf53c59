/**
 * Mends what Hugging Face does to arXiv's text: it drops `$` and the backslashes of mathematics,
 * so that `$256\times256$` arrives as `256times256`. Only forms that cannot be English are
 * touched: "250 times fewer", "alpha" and "beta" stay.
 */
export function repairHuggingFace(text: string): string {
  // The word first and what stands before it second: the other way round took twice as long.
  return (
    text
      .replaceAll(/times(?<=\d[KMBkm%]?times)(?![A-Za-z])/g, '×')
      .replaceAll(/times(?<![A-Za-z]times)(?=\d)/g, '×')
      .replaceAll(/pm(?<=\dpm)(?=\d)/g, '±')
      .replaceAll(/\{[^{}]{0,100}\}/g, (group) => group.replaceAll(/(?<![A-Za-z])pm (?=[\w])/g, '±'))
      .replaceAll(/(?<![A-Za-z])(sim|geq|leq|approx)(?=\d)/g, (word) => relations.get(word) ?? word)
      // `\$300,000` lost its dollar sign and kept its backslash.
      .replaceAll(/(?<!\\)\\(?=\d)/g, '$')
  )
}

const relations = new Map([
  ['sim', '∼'],
  ['geq', '≥'],
  ['leq', '≤'],
  ['approx', '≈']
])
