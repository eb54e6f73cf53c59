/** A piece of cleaned text in one style. Nothing in it is markup: `text` holds `<` and `&` as themselves. */
export interface Run {
  text: string
  kind?: RunKind
  /** http or https only, see allowed-link.ts. Neighbouring runs with the same address are one link. */
  href?: string
}

export type RunKind = 'em' | 'strong' | 'code' | 'sub' | 'sup'

export type Style = Omit<Run, 'text'>

/** Whether two runs can be one. */
export function sameStyle(one: Style, other: Style): boolean {
  return one.kind === other.kind && one.href === other.href
}
