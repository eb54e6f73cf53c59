import { parse } from 'parse5'

interface Node {
  nodeName: string
  attrs?: { name: string; value: string }[]
  childNodes?: Node[]
}

/** Styles that a title may have: they carry no attribute that does anything. */
const styles = new Set(['em', 'strong', 'code', 'sub', 'sup', '#text'])

/**
 * Elements with their attributes, in order; comments too. Of what an attribute says only where it leads
 * to or how it looks; which paper comes first in a search is the words' business.
 */
export function outline(html: string): string[] {
  const seen: string[] = []
  const walk = ({ nodeName, attrs = [], childNodes = [] }: Node) => {
    const said = attrs.map(({ name, value }) =>
      /^(href|src|action|formaction|class|style|id|name|type|method|http-equiv)$/.test(name)
        ? `${name}=${value.replace(/^\/paper\/\d+/, '/paper/')}`
        : name
    )
    if (!styles.has(nodeName) || said.some((one) => !/^(class|style)=/.test(one)))
      seen.push([nodeName, ...said].join(' '))
    childNodes.forEach(walk)
  }
  walk(parse(html))
  return seen
}
