/** What a page of documentation says that can be checked. */
export interface Claims {
  /** `npm run NAME` -> NAME; `npm start` -> start. */
  scripts: string[]
  /** What follows `npm run cli --` or `daily-papers`: the words up to the end of the command. */
  commands: string[]
  /** Names of the environment: in backticks with an underscore, or set in front of a command. */
  names: string[]
  /** Relative links and pictures, with their anchors. */
  links: string[]
  /** Files and folders of the project in backticks, without placeholders. */
  paths: string[]
}

export function readClaims(markdown: string): Claims {
  const code = [
    ...[...markdown.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n')),
    ...[...withoutBlocks(markdown).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replace(/\s+/g, ' '))
  ].map((line) => line.replace(/\s#.*$/, '').trim())

  return {
    scripts: code.flatMap((line) => [
      ...[...line.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, name = '']) => name),
      ...[...line.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name)
    ]),
    commands: code.flatMap((line) =>
      [...line.matchAll(/(?:npm run cli -- |^daily-papers |\bmain\.js )([^;&|>]*(?:\|[a-z][^;&|>]*)*)/g)].map(
        ([, words = '']) => words.trim()
      )
    ),
    names: code.flatMap((line) => [
      ...[...line.matchAll(/(?:^|\s|export )([A-Z][A-Z0-9_]*)=/g)].map(([, name = '']) => name),
      ...(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(line) ? [line] : [])
    ]),
    links: [
      ...[...markdown.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, link = '']) => link),
      ...[...markdown.matchAll(/<(?:img|a|source)\s[^>]*(?:src|href|srcset)="([^"]+)"/g)].map(([, link = '']) => link)
    ].filter((link) => !/^[a-z]+:/.test(link)),
    paths: code.filter((span) =>
      /^(services|workers|test|bench|docs|templates|migrations|\.ci)\/[a-z0-9./_-]*$/.test(span)
    )
  }
}

/** The anchor a heading gets: lower case, spaces to hyphens, punctuation gone. */
export function anchorsOf(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
  )
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '')
}
