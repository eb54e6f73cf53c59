/**
 * What doiuse-email says of our mails by Can I Email's data, and why each is accepted: `not supported` and
 * `only partially supported` alike. Whatever is not here fails the test, and so does what no mail has any more.
 */
const byReason: Record<string, string[]> = {
  'Only in the style sheet, which a client may drop whole: every element has its style inline too, for light and a wide window.':
    [
      '`@media`',
      '`!important keyword`',
      '`Attribute selector`',
      '`Chaining selectors`',
      '`Child combinator`',
      '`Class selector`',
      '`Descendant combinator`',
      '`ID selector`',
      '`Type selector`',
      '`:hover`',
      '`outline`'
    ],
  'How the ends of lines and underlines look: without it they look as everywhere else.': [
    '`text-decoration`',
    '`text-decoration-color`',
    '`text-decoration-thickness`',
    '`text-underline-offset`',
    '`text-wrap`',
    '`white-space`',
    '`letter-spacing`',
    '`overflow-wrap`',
    '`word-break`',
    '`word-spacing`'
  ],
  'The hidden preheader: each of these hides it by itself, and the slim clients that know none show one line more.': [
    '`display:none`',
    '`display`',
    '`opacity`',
    '`overflow`'
  ],
  'For the ear: where it is ignored the visible text is read.': [
    '`aria-label attribute`',
    '`role attribute`',
    '`lang attribute`',
    '`dir attribute`'
  ],
  'Written by MJML beside a table attribute that says the same to Outlook.': [
    '`<body> element`',
    '`align attribute`',
    '`background`',
    '`border`',
    '`border-collapse`',
    '`border-radius`',
    '`cellpadding attribute`',
    '`cellspacing attribute`',
    '`direction`',
    '`target attribute`',
    '`text-transform`',
    '`max-width`',
    '`table-layout`',
    '`text-align`',
    '`width attribute`'
  ],
  'On block elements and cells, where the clients that have it only in part have it.': [
    '`font-size`',
    '`font-weight`',
    '`line-height`',
    '`margin`',
    '`padding`'
  ],
  'The address to write to: where no program opens it, it can still be read.': ['`mailto: links`']
}

export const accepted = new Map(
  Object.entries(byReason).flatMap(([reason, features]) => features.map((feature) => [feature, reason] as const))
)
