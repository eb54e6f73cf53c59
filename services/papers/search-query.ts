/** A question longer than this is cut: nobody types it, and each word costs a look into the index. */
export const longestQuestion = 200
const mostWords = 12

/** What was asked, on one line, without what no text contains. */
export function cleanQuestion(asked: string): string {
  const line = asked.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
  return Array.from(line).slice(0, longestQuestion).join('').trim()
}

/** The words of a question in their order, as papers_folded() in PostgreSQL writes them, each once. */
export function wordsOf(question: string): string[] {
  const folded = question
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
  return [...new Set(folded.match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, mostWords)
}
