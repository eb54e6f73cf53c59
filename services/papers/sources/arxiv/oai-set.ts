/** Archives that are groups of their own; all others belong to physics. */
const groups = new Set(['cs', 'econ', 'eess', 'math', 'q-bio', 'q-fin', 'stat'])

/** A category as a set of OAI-PMH, group:archive:category: cs.CL -> cs:cs:CL, hep-th -> physics:hep-th. */
export function oaiSet(category: string): string {
  const [archive = '', subject] = category.split('.')
  return [groups.has(archive) ? archive : 'physics', archive, ...(subject === undefined ? [] : [subject])].join(':')
}
