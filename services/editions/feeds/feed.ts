/** A feed before it is written in one of the three formats. Addresses are absolute, texts plain. */
export interface Feed {
  title: string
  description: string
  /** The page that says the same, and where each format of the feed is. */
  homePage: string
  self: Record<FeedFormat, string>
  /** The newest change; of a feed without entries when it began to be one. */
  updatedAt: Date
  language: string
  author: string
  icon: string
  entries: FeedEntry[]
}

export interface FeedEntry {
  /** An address, never another for the same entry: by it feed readers know what they have. */
  id: string
  /** The page that says the same. */
  url: string
  title: string
  publishedAt: Date
  updatedAt: Date
  /** HTML. */
  content: string
}

export const feedFormats = ['atom', 'xml', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]
