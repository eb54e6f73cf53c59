import { say, type Words } from '../../mail/words/words.ts'
import { longestQuestion } from '../../papers/search-query.ts'

/** Asks for papers by words. A GET: a search can be kept and passed on. */
export function SearchForm({ words, asked }: { words: Words; asked?: string }) {
  return (
    <search>
      <form class="search" method="get" action="/search">
        <label htmlFor="q">{say(words, 'search.label')}</label>
        <div class="row">
          <input id="q" name="q" type="search" value={asked} maxLength={longestQuestion} autocomplete="off" />
          <button type="submit">{say(words, 'search.button')}</button>
        </div>
      </form>
    </search>
  )
}
