import { parseArxivId } from '../../arxiv-id.ts'

/** An arXiv id in any form, with the version it names: `oai:arXiv.org:2611.09991v2` -> 2611.09991 and 2. */
export function parseVersionedId(text: string): { arxivId: string; version?: number } | undefined {
  const arxivId = parseArxivId(text)
  if (arxivId === undefined) return undefined
  // No paper has a four-digit version; the tables hold 32767.
  const version = /v([1-9]\d{0,2})$/.exec(text.trim())?.[1]
  return { arxivId, ...(version === undefined ? {} : { version: Number(version) }) }
}
