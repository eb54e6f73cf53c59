const size = { headline: 34, title: 23, brief: 18, body: 17, line: 16, meta: 14, fine: 13 } as const

/**
 * Colour, type and space of mails and pages. Mail clients know no custom properties, so templates
 * write `[[ink]]` or `[[dark.ink]]`; pages have them as `var(--ink)` (api/pages/custom-properties).
 * Every text colour has a contrast of 4.5:1 on each ground of its scheme (WCAG 2.2, 1.4.3).
 */
export const tokens = {
  light: {
    paper: '#fbf9f4',
    surface: '#fffefb',
    tint: '#f5eee0',
    ink: '#1c1a17',
    text: '#3a362f',
    quiet: '#5f594f',
    line: '#e3dccd',
    rule: '#c9bfac',
    accent: '#9c2f14',
    onAccent: '#fffdf9',
    good: '#2c6a3f',
    bad: '#a1221a'
  },
  dark: {
    paper: '#161411',
    surface: '#1e1b17',
    tint: '#25201a',
    ink: '#ece6da',
    text: '#d0c9bc',
    quiet: '#aaa294',
    line: '#37322a',
    rule: '#5a5245',
    accent: '#f2a488',
    onAccent: '#1c120d',
    good: '#8ecf9f',
    bad: '#ff9d8f'
  },
  font: {
    serif: "Georgia, 'Times New Roman', serif",
    sans: "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
    mono: 'ui-monospace, Menlo, Consolas, monospace'
  },
  /** Pixels. */
  size,
  /** Pixels of headings on pages, in a window of 320 and of 1024: in between they grow evenly. */
  fluid: { title: [20, size.title], lead: [24, size.headline], heading: [28, 42], display: [31, 54] },
  /** Pixels. */
  space: { s1: 4, s2: 8, s3: 12, s4: 16, s5: 24, s6: 36, s7: 56, s8: 88 }
} as const

const pixels = (values: Record<string, number>, prefix: string) =>
  Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, `${value}px`] as const)

const byName = new Map<string, string>([
  ...Object.entries(tokens.light),
  ...Object.entries(tokens.dark).map(([name, value]) => [`dark.${name}`, value] as const),
  ...Object.entries(tokens.font),
  ...pixels(tokens.size, 'size'),
  ...pixels(tokens.space, 'space')
])

/** The text with its `[[name]]` replaced. Throws for a name that no token has. */
export function withTokens(text: string): string {
  return text.replaceAll(/\[\[([a-zA-Z\d.]+)\]\]/g, (_, name: string) => {
    const value = byName.get(name)
    if (value === undefined) throw new Error(`no token is called ${name}`)
    return value
  })
}
