import type { SamplePaper } from '../../services/papers/sample-papers.ts'

/** What real pages hold and our own summaries do not: TeX, and links in each form they come in. */
const endings = [
  (url: string) => ` Code is available at ${url}.`,
  (url: string) => ` The code is available at {${url}}{{${url}}}.`,
  (url: string) => ` The code is available ${url}{here}.`,
  (url: string) => String.raw` Our code: \url{ ${url}}`,
  (url: string) => ` It builds on https://github.com/example/base. Code and models: ${url} .`
]
const sayings = [
  String.raw`It is 35\% smaller and 2.4times faster at 256times256. `,
  "A ``token'' costs \\300,000 in PixArt-\\Sigma and $\\mathcal{O}(n \\log n)$. ",
  String.raw`\textbf{Bold} words~and <SEG> -- kept. `
]

/** A page of the form that Daily Papers has when it is saved as text. Only links the sample names are in it. */
export function savedPage(papers: readonly Pick<SamplePaper, 'title' | 'summary' | 'codeUrl'>[]): string {
  const head = [
    'new',
    'Get trending papers in your email inbox!',
    'Subscribe',
    'Daily Papers',
    'byAK and the research community',
    'Aug 19'
  ]
  const body = papers.flatMap(({ title, summary, codeUrl }, index) => [
    title,
    (sayings[index % sayings.length] ?? '') +
      summary +
      (codeUrl === null ? '' : (endings[index % endings.length] ?? String)(codeUrl))
  ])
  return [...head, ...body].join('\n\n')
}
