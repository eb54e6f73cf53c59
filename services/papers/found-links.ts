import type { Run } from './clean-text/run.ts'

const codeHosts =
  /(?:^|\.)(?:github\.com|gitlab(?:\.[a-z]+){1,9}|bitbucket\.org|codeberg\.org|gitee\.com|4open\.science)$/
const modelHosts = /(?:^|\.)(?:huggingface\.co|modelscope\.cn|kaggle\.com)$/
const pageHosts = /\.(?:github|gitlab)\.io$/
const codeWords = /\b(?:codes?|codebase|implementations?|repository|repo|open.?sourced?)\b/i
const pageWords = /\b(?:project|home ?page|web ?page|website|demos?)\b/i

/** A link of an abstract and the words in front of it, since the sentence or another link before it. */
interface Found {
  url: string
  host: string
  lead: string
}

/**
 * Which of an abstract's links leads to the code and which to the project's page. A hosting
 * service or the sentence tells; a link that neither does is not offered as one. Of several
 * the last wins: earlier ones are mostly what the work builds on.
 */
export function findLinks(runs: readonly Run[]): { codeUrl?: string; projectUrl?: string } {
  const links = linksIn(runs)
  const code = best(links, codeScore)
  const project = best(
    links.filter((link) => link !== code),
    pageScore
  )
  return {
    ...(code === undefined ? {} : { codeUrl: code.url }),
    ...(project === undefined ? {} : { projectUrl: project.url })
  }
}

function codeScore({ host, lead }: Found): number {
  if (codeHosts.test(host)) return codeWords.test(lead) ? 4 : 3
  return codeWords.test(lead) ? (modelHosts.test(host) ? 2 : 1) : 0
}

function pageScore({ host, lead }: Found): number {
  return (pageHosts.test(host) ? 1 : 0) + (pageWords.test(lead) ? 2 : 0)
}

function best(links: Found[], score: (link: Found) => number): Found | undefined {
  return links.reduce<Found | undefined>((kept, link) => {
    const better = score(link) > 0 && (kept === undefined || score(link) >= score(kept))
    return better ? link : kept
  }, undefined)
}

function linksIn(runs: readonly Run[]): Found[] {
  const links = new Map<string, Found>()
  let text = ''
  for (const run of runs) {
    if (run.href !== undefined && !links.has(run.href)) {
      const lead =
        text
          .slice(-160)
          .split(/[.!?] /)
          .at(-1) ?? ''
      links.set(run.href, { url: run.href, host: new URL(run.href).hostname, lead })
    }
    text = run.href === undefined ? (text + run.text).slice(-400) : ''
  }
  return [...links.values()]
}
