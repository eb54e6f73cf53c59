// Four digits until 2014, five from then on.
const current = /^(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}$|^(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}$/
const old = /^([a-z-]+)(?:\.[A-Za-z-]{2,})?(\/\d{7})$/

/**
 * The arXiv id in whatever form people write it (`arXiv:`, an address, a DOI, with a version),
 * without its version: every version is the same paper. Undefined for anything else.
 */
export function parseArxivId(text: string): string | undefined {
  const id = text
    .trim()
    .replace(/[?#].*/s, '')
    .replace(/^(?:https?:\/\/)?(?:(?:www|export)\.)?arxiv\.org\/(?:abs|pdf|html|src)\//i, '')
    .replace(/^(?:https?:\/\/)?(?:doi\.org\/)?10\.48550\/arxiv\./i, '')
    .replace(/^(?:oai:)?arxiv(?:\.org)?:/i, '')
    .replace(/\.pdf$/i, '')
    .replace(/v[1-9]\d*$/, '')
  if (current.test(id)) return id
  // math.CA/0611800 is filed as math/0611800.
  const [, archive, number] = old.exec(id) ?? []
  return archive === undefined || number === undefined ? undefined : archive + number
}
