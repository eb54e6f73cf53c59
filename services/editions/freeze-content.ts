import { compileDigest, type DigestSegments } from '../mail/digest.ts'
import { identityOf } from '../mail/identity.ts'
import type { Templates } from '../mail/templates.ts'
import type { Config } from '../platform/config.ts'
import { type EditionContent, type EditionInputs, writeInputs } from './edition-inputs.ts'
import type { FrozenRevision } from './editions.queries.ts'
import type { FrozenExtra } from './extra.ts'
import { feedBlock } from './feeds/feed-block.ts'
import { topicSlug } from './feeds/feed-topics.ts'

export type Frozen = FrozenRevision & DigestSegments & { extras: FrozenExtra[] }

/** Compiles what an edition is made of into what is stored. */
export function freeze(
  { config, templates }: { config: Config; templates: Templates },
  content: EditionContent
): Frozen {
  const selected = Math.min(config.digestSize, content.papers.length)
  return freezeInputs(templates, { identity: identityOf(config), selected, content })
}

/** The same from inputs that were kept: under one renderer the same inputs are the same bytes. */
export function freezeInputs(templates: Templates, inputs: EditionInputs): Frozen {
  const { identity, selected, content } = inputs
  const papers = content.papers.map(({ mail }) => mail)
  const compiled = compileDigest(templates, identity, { ...content, papers, selected })
  return {
    ...compiled,
    selected,
    candidates: content.candidates,
    inputs: writeInputs(inputs),
    papers: content.papers.map(({ paperId, mail }, position) => {
      const html = compiled.htmlBlocks[position]
      const text = compiled.textBlocks[position]
      const shorter = compiled.shorter[position]
      if (html === undefined || text === undefined || shorter === undefined)
        throw new Error(`no block was compiled for paper ${position}`)
      const { brief, title: titleAlone } = shorter
      return {
        paperId,
        title: mail.title,
        reason: mail.reason,
        full: { html, text },
        brief,
        titleAlone,
        feedBlock: feedBlock(templates.words, mail),
        topics: mail.topics.map(topicSlug)
      }
    }),
    extras: content.extras.map(({ paperId, ofEditionId, paper }, slot) => {
      const block = compiled.extras[slot]
      if (block === undefined) throw new Error(`no block was compiled for extra ${slot}`)
      return { ...block, paperId, ofEditionId, reason: paper.reason }
    })
  }
}
