import { type DigestPaper, type PaperView, viewPaper } from '../../mail/digest-paper.ts'
import { say, type Words } from '../../mail/words/words.ts'
import { escapeMarkup } from './markup.ts'

/**
 * A paper's part of an entry, as HTML: compiled with the edition and never again, so that an entry that
 * a reader has is not shown as new. Without styles and classes: feed readers drop them. What changes its
 * bytes raises the renderer's version (mail/digest.ts), or replays will differ.
 */
export function feedBlock(words: Words, paper: DigestPaper): string {
  const view = viewPaper(paper, words)
  const title = runsOf(view.titleRuns)
  const lines = [
    `<h3>${view.url === null ? title : `<a href="${escapeMarkup(view.url)}">${title}</a>`}</h3>`,
    view.authors === null ? '' : `<p>${escapeMarkup(view.authors)}</p>`,
    view.summary === null ? '' : `<p>${runsOf(view.summaryRuns)}</p>`,
    view.sourceUrl === null ? '' : `<p>${linkOf({ label: say(words, 'paper.aiSummary'), url: view.sourceUrl })}</p>`,
    view.reason === null ? '' : `<p><em>${escapeMarkup(view.reason)}</em></p>`,
    view.links.length === 0 ? '' : `<p>${view.links.map(linkOf).join(' · ')}</p>`
  ]
  return `<li>${lines.join('')}</li>`
}

function linkOf({ label, url }: Pick<PaperView['links'][number], 'label' | 'url'>): string {
  return `<a href="${escapeMarkup(url)}">${escapeMarkup(label)}</a>`
}

function runsOf(runs: PaperView['titleRuns']): string {
  return runs
    .map(({ text, kind }) => (kind === null ? escapeMarkup(text) : `<${kind}>${escapeMarkup(text)}</${kind}>`))
    .join('')
}
