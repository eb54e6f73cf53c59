import { longestQuestion } from '../../papers/search-query.ts'

/** Asks for papers by words. A GET: a search can be kept and passed on. */
export function SearchForm({ asked }: { asked?: string }) {
  return (
    <search>
      <form class="search" method="get" action="/search">
        <label htmlFor="q">Title, author or topic</label>
        <div class="row">
          <input id="q" name="q" type="search" value={asked} maxLength={longestQuestion} autocomplete="off" />
          <button type="submit">Search</button>
        </div>
      </form>
    </search>
  )
}
