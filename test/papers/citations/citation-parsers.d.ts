// Neither brings types: what the tests use of them.
declare module '@citation-js/core' {
  interface Name {
    family?: string
    given?: string
    'non-dropping-particle'?: string
    literal?: string
  }
  export class Cite {
    constructor(text: string)
    data: {
      id: string
      title: string
      author?: Name[]
      DOI?: string
      URL?: string
      abstract?: string
      issued?: { 'date-parts': number[][] }
    }[]
  }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
declare module '@orcid/bibtex-parse-js' {
  const parser: {
    toJSON(text: string): { citationKey: string; entryType: string; entryTags: Record<string, string> }[]
  }
  export default parser
}
