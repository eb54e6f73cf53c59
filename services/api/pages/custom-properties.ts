import { tokens } from '../../mail/tokens.ts'

/** Between these widths of a window, in pixels, headings grow. */
const [narrow, wide] = [320, 1024]

/** The tokens as custom properties, for both schemes: `--ink`, `--serif`, `--size-body`, `--size-title`, `--s4`. */
export function customProperties(): string {
  const { light, dark, font, size, fluid, space } = tokens
  const sizes = {
    ...mapped(size, (pixels) => rem(pixels)),
    ...mapped(fluid, ([least, most]) => growing(least, most))
  }
  const names = Object.entries(sizes).map(([name, value]) => [`size-${name}`, value] as const)
  const always = { ...light, ...font, ...mapped(space, rem) }
  return (
    `:root{color-scheme:light dark;${declared(Object.entries(always))}${declared(names)}}\n` +
    `@media (prefers-color-scheme:dark){:root{${declared(Object.entries(dark))}}}\n`
  )
}

function mapped<Value>(values: Record<string, Value>, as: (value: Value) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, as(value)]))
}

function declared(properties: (readonly [string, string])[]): string {
  return properties
    .map(([name, value]) => `--${name.replaceAll(/[A-Z]/g, (big) => `-${big.toLowerCase()}`)}:${value};`)
    .join('')
}

function growing(least: number, most: number): string {
  const share = (most - least) / (wide - narrow)
  return `clamp(${rem(least)}, ${rem(least - share * narrow)} + ${round(100 * share)}vw, ${rem(most)})`
}

/** Of the reader's own letter size, which is 16 pixels where nobody has set it. */
function rem(pixels: number): string {
  return `${round(pixels / 16)}rem`
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
