import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { decodeEntities } from './xml-entities.ts'

export type Xml = Record<string, unknown>

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // 2611.09990 is no number, and a paper may be called "0".
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => ['item', 'record', 'version'].includes(name),
  entityDecoder: {
    decode: decodeEntities,
    // Entities of a document's own are refused before anything is parsed.
    setExternalEntities: () => undefined,
    addInputEntities: () => undefined,
    reset: () => undefined,
    setXmlVersion: () => undefined
  }
})

/**
 * XML as nested objects, attributes as `@name`. Undefined for what is not well-formed (the
 * parser alone takes half a document for a whole one), has a DOCTYPE or entities of its own, or
 * is nested deeper than any feed.
 */
export function readXml(text: string): Xml | undefined {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined
  try {
    return parser.parse(text) as Xml
  } catch {
    return undefined
  }
}

/** The elements called `name`, none where there are none. */
export function childrenOf(node: unknown, name: string): Xml[] {
  const child = isElement(node) ? node[name] : undefined
  return (Array.isArray(child) ? child : [child]).filter(isElement)
}

/** The texts of the elements called `name`, trimmed, without empty ones. */
export function childTexts(node: unknown, name: string): string[] {
  const child = isElement(node) ? node[name] : undefined
  return (Array.isArray(child) ? child : [child]).flatMap((element) => {
    const text = isElement(element) ? element['#text'] : element
    return typeof text === 'string' && text.trim() !== '' ? text.trim() : []
  })
}

/** The text of the first element called `name` that has one. */
export function childText(node: unknown, name: string): string | undefined {
  return childTexts(node, name)[0]
}

function isElement(node: unknown): node is Xml {
  return typeof node === 'object' && node !== null
}
