import { beforeAll, expect } from 'vitest'
import { importPapers } from '../../services/papers/import-papers.ts'
import { sendListed } from '../api/reading-rig.ts'
import { type TestApp, useApp } from './app.ts'
import { clockAt } from './clock.ts'
import { markupAttacks } from './markup-attacks.ts'

export interface AttackedSites {
  /** A site whose every title, author and abstract is one of the attacks. */
  attacked: TestApp
  /** The same papers in harmless words. */
  harmless: TestApp
  attacks: string[]
  /** Feed days, each with an edition of its own: a pool holds 200 papers. */
  days: string[]
}

/** Two sites that differ in nothing but in what their papers say. */
export function useAttackedSites(): AttackedSites {
  const attacks = markupAttacks()
  const days = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'].slice(-Math.ceil(attacks.length / 120))
  const sites = { attacked: useApp(), harmless: useApp(), attacks, days }

  beforeAll(async () => {
    const dayOf = (place: number) => days[Math.floor((place / attacks.length) * days.length)]
    for (const [site, text] of [
      [sites.attacked, (place: number) => attacks[place]],
      [sites.harmless, () => 'words']
    ] as const) {
      for (const day of days) {
        const papers = attacks
          .map((_, place) => place)
          .filter((place) => dayOf(place) === day)
          .map((place) => ({
            title: `Paper ${place}p ${text(place)}`,
            arxivId: `2611.${String(place + 1).padStart(5, '0')}`,
            authors: [`Author ${place} ${text(place)?.slice(0, 180)}`],
            abstract: `Words of ${place}. ${text(place)}`,
            topics: ['language models']
          }))
        const clock = clockAt(`${day}T15:00:00Z`)
        const outcome = await importPapers({ db: site.deps.db, clock }, { content: JSON.stringify(papers), day })
        expect(outcome).toMatchObject({ imported: papers.length, refused: [] })
        await sendListed(site, day)
      }
    }
  }, 180_000)
  return sites
}
