import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stylesheet } from '../../services/api/pages/stylesheet.ts'
import { tokens, withTokens } from '../../services/mail/tokens.ts'
import { projectRoot } from '../../services/platform/project-root.ts'
import { contrast } from '../support/contrast.ts'

const schemes = ['light', 'dark'] as const

test.each(schemes)('every text colour has a contrast of 4.5 at least on every ground, %s', (scheme) => {
  const { paper, surface, tint, ink, text, quiet, accent, onAccent, good, bad } = tokens[scheme]
  const pairs = [ink, text, quiet, accent, good, bad].flatMap((one) => [paper, surface, tint].map((on) => [one, on]))
  const faint = [...pairs, [onAccent, accent], [paper, ink]].filter(([one = '', on = '']) => contrast(one, on) < 4.5)
  expect(faint).toEqual([])
})

test('the style sheet has all colours of both schemes, and uses no property that nothing declares', () => {
  const [light = '', dark = ''] = stylesheet.split('@media (prefers-color-scheme:dark)')
  for (const colour of Object.values(tokens.light)) expect(light).toContain(`:${colour};`)
  for (const colour of Object.values(tokens.dark)) expect(dark).toContain(`:${colour};`)
  const declared = new Set([...stylesheet.matchAll(/(--[a-z\d-]+)\s*:/g)].map(([, name]) => name))
  const used = [...stylesheet.matchAll(/var\((--[a-z\d-]+)\)/g)].map(([, name]) => name)
  expect(used.filter((name) => !declared.has(name))).toEqual([])
})

test('a template names tokens only', () => {
  expect(withTokens('[[dark.ink]] [[size.body]] [[space.s5]]')).toBe(`${tokens.dark.ink} 17px 24px`)
  expect(() => withTokens('[[size.huge]]')).toThrow('size.huge')
})

const named =
  'aqua|black|blue|brown|crimson|fuchsia|gold|gray|green|grey|ivory|lime|maroon|navy|olive|orange|pink|purple|red|salmon|silver|teal|white|yellow'
const colour = new RegExp(
  `#[\\da-f]{3}(?:[\\da-f]{3})?\\b|\\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\\(|[:=]\\s*"?(?:[^;:{}"]*\\s)?(?:${named})\\s*[;"}!]`,
  'i'
)
const typeface = /font(?:-family)?[:=]\s*"?(?<value>[^;"}]+)/g
const fromTokens = /(?:var\(--(?:serif|sans|mono)\)|\[\[(?:serif|sans|mono)\]\]|inherit)$/

test.each([
  { folder: 'services/api', kinds: /\.css$|\.tsx$|small-files\.ts$/ },
  { folder: 'templates', kinds: /\.mjml$/ }
])('no colour and no typeface stands in $folder but by the name of its token', ({ folder, kinds }) => {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
  const looked = files.filter((file) => kinds.test(file))
  expect(looked).not.toEqual([])
  const found = looked.flatMap((file) => {
    const text = readFileSync(join(projectRoot, folder, file), 'utf8')
    const faces = [...text.matchAll(typeface)].map(({ groups }) => groups?.['value']?.trim() ?? '')
    const literals = [colour.exec(text)?.[0] ?? [], faces.filter((face) => !fromTokens.test(face))].flat()
    return literals.map((what) => `${file}: ${what}`)
  })
  expect(found).toEqual([])
})
