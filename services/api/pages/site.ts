import type { Words } from '../../mail/words/words.ts'
import type { Config } from '../../platform/config.ts'

/** What every page is made with: the installation's settings, and the language in which it is written. */
export interface Site {
  config: Config
  words: Words
}
