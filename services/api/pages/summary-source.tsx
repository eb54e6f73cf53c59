import { say, type Words } from '../../mail/words/words.ts'

/** Says, as the mails do, that a machine wrote a summary, and leads to the page that has it. */
export function SummarySource({ words, url }: { words: Words; url: string }) {
  return (
    <p class="source quiet">
      <a href={url}>{say(words, 'paper.aiSummary')}</a>
    </p>
  )
}
