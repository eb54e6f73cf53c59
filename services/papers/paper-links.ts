import { allowedLink } from './allowed-link.ts'

export interface PaperLinks {
  paper: string
  pdf?: string
  code?: string
  project?: string
}

export interface Linked {
  title: string
  arxivId: string | null
  codeUrl: string | null
  projectUrl: string | null
}

/**
 * Where a paper's links lead. Without an arXiv id the title is looked up on arXiv: an id is
 * never guessed.
 */
export function paperLinks({ title, arxivId, codeUrl, projectUrl }: Linked): PaperLinks {
  const code = codeUrl === null ? undefined : allowedLink(codeUrl)
  const project = projectUrl === null ? undefined : allowedLink(projectUrl)
  const further = { ...(code === undefined ? {} : { code }), ...(project === undefined ? {} : { project }) }
  if (arxivId === null) return { paper: searchFor(title), ...further }
  // The slash of an old id (hep-th/9901001) separates parts of the path; arXiv does not know it as %2F.
  const path = arxivId.split('/').map(encodeURIComponent).join('/')
  return { paper: `https://arxiv.org/abs/${path}`, pdf: `https://arxiv.org/pdf/${path}`, ...further }
}

function searchFor(title: string): string {
  return `https://arxiv.org/search/?${new URLSearchParams({ query: title, searchtype: 'title' }).toString()}`
}
