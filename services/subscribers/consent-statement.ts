/** What the form asks and what the consent record stores, word for word. */
export const consentStatement =
  'Send me one email a day with the trending papers. I can leave with one click at any time.'
