/**
 * Colour, type and space of mails and pages. Templates write `[[ink]]` or `[[dark.ink]]` for them,
 * as mail clients know no custom properties. Every text colour has a contrast of 4.5:1 on `paper`
 * and `tint` of its scheme (WCAG 2.2, 1.4.3).
 */
export const tokens = {
  light: {
    paper: '#fbf9f4',
    ink: '#1c1a17',
    text: '#3a362f',
    quiet: '#5f594f',
    line: '#e3dccd',
    rule: '#c9bfac',
    accent: '#9c2f14',
    onAccent: '#fffdf9'
  },
  dark: {
    paper: '#161411',
    ink: '#ece6da',
    text: '#d0c9bc',
    quiet: '#aaa294',
    line: '#37322a',
    rule: '#5a5245',
    accent: '#f2a488',
    onAccent: '#1c120d'
  },
  font: {
    serif: "Georgia, 'Times New Roman', serif",
    sans: "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
    mono: 'ui-monospace, Menlo, Consolas, monospace'
  },
  /** Pixels of the mails; pages scale theirs with the window. */
  size: {
    headline: '34px',
    title: '23px',
    brief: '18px',
    body: '17px',
    line: '16px',
    meta: '14px',
    fine: '13px'
  }
} as const

const byName = new Map<string, string>([
  ...Object.entries(tokens.light),
  ...Object.entries(tokens.dark).map(([name, value]) => [`dark.${name}`, value] as const),
  ...Object.entries(tokens.font),
  ...Object.entries(tokens.size).map(([name, value]) => [`size.${name}`, value] as const)
])

/** The text with its `[[name]]` replaced. Throws for a name that no token has. */
export function withTokens(text: string): string {
  return text.replaceAll(/\[\[([a-zA-Z.]+)\]\]/g, (_, name: string) => {
    const value = byName.get(name)
    if (value === undefined) throw new Error(`no token is called ${name}`)
    return value
  })
}
