/** What is said of a paper and of the list that it is from. */
export const ofPapers = {
  'paper.moreAuthors': '{more} more',
  'paper.link.paper': 'Paper',
  'paper.link.pdf': 'PDF',
  'paper.link.code': 'Code',
  'paper.link.project': 'Project',
  'paper.link.discussion': 'Discussion',
  'paper.codeStars': { one: 'Code, {short} star', other: 'Code, {short} stars' },
  'paper.aiSummary': 'AI summary, Hugging Face',
  'paper.aiSummaryShort': 'AI summary',

  'reason.picked': 'Picked by {curator}',
  'reason.pickedNote': 'Picked by {curator}: {note}',
  'reason.sinceYesterday': { one: '+{count} vote since yesterday', other: '+{count} votes since yesterday' },
  'reason.inTwoDays': { one: '+{count} vote in two days', other: '+{count} votes in two days' },
  'reason.votes': { one: '{count} vote', other: '{count} votes' },
  'reason.votesHuggingFace': {
    one: '{count} vote on Hugging Face Daily Papers',
    other: '{count} votes on Hugging Face Daily Papers'
  },
  'reason.andStars': { one: '{reason}, {count} star', other: '{reason}, {count} stars' },
  'reason.listed': 'Listed on {date}',
  'reason.place': 'No. {place} on the list of {date}',
  'reason.sample': 'No. {place} in the sample edition',
  'reason.lateRiser': {
    one: '{count} vote now, {earlier} when the edition of {date} was made',
    other: '{count} votes now, {earlier} when the edition of {date} was made'
  },
  'reason.withdrawn': 'Withdrawn by its authors; sent in the edition of {date}',

  'maths.sub': 'sub {script}',
  'maths.sup': 'superscript {script}',
  'maths.power': 'to the power {script}',
  'maths.squared': 'squared',

  'note.credit': 'From Hugging Face Daily Papers of {date}',
  'note.creditDays': 'From Hugging Face Daily Papers of {date} and days before',
  'note.early': 'This edition was made early: what is listed later joins the next edition.',
  'note.unread':
    'This edition was made while the list of {date} could not be read: what is missing joins the next edition.',
  'note.readBefore':
    'This edition was made from the list of {date} as it was at {moment}, when it could last be read: what was listed later joins the next edition.'
} as const
