import { asMailedId } from '../editions/web-edition.ts'
import { withTokens } from '../mail/tokens.ts'
import { editionFrame } from './pages/edition-frame.tsx'

/** The mail as a page: it stays as it is, and gets ways to go on from it. */
export function framedEdition(html: string, props: Parameters<typeof editionFrame>[0]): string {
  const { head, above, below } = editionFrame(props)
  const open = html.indexOf('>', html.indexOf('<body')) + 1
  // Neither is in what comes from outside: that is escaped.
  return `${html.slice(0, open)}${above}${html.slice(open)}`
    .replace('</head>', () => `${head}<style>${style}</style></head>`)
    .replace('</body>', () => `${below}</body>`)
}

// In line with the mail's column. What is important is so because the dark sheets of mails are.
const style = withTokens(`
.web { box-sizing: border-box; max-width: 608px; margin: 0 auto; padding: [[space.s3]] [[space.s5]];
  font: [[size.meta]]/24px [[sans]]; color: [[quiet]] }
.web ul { display: flex; flex-wrap: wrap; gap: 0 [[space.s4]]; margin: 0; padding: 0; list-style: none }
.web p { margin: 0 0 [[space.s2]]; font-size: [[size.meta]]; line-height: 1.5 }
.web a { color: [[quiet]] }
.web b { color: [[accent]] }
nav.web { border-bottom: 1px solid [[line]] }
footer.web { padding-bottom: [[space.s6]] }
#${asMailedId}:target { padding-left: [[space.s3]]; border-left: 3px solid [[accent]] }
@media (prefers-color-scheme: dark) {
  .body .web p, .body .web li, .web a { color: [[dark.quiet]] !important }
  .web b { color: [[dark.accent]] }
  nav.web { border-color: [[dark.line]] }
  #${asMailedId}:target { border-color: [[dark.accent]] }
}
`)
