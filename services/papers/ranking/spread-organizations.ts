/** So many papers of one organization stand among the first. */
const perOrganization = 3

/**
 * Keeps one organization from filling an edition. The first `size` places go, in rank order, to
 * papers whose organization has fewer than three there; pinned papers take their place
 * whoever they are from, and count. Who was passed over comes right behind, still in rank order:
 * the result is a permutation, and no paper that was not passed over loses a place. Where the
 * day has too few others to fill the places, who was passed over follows within them.
 */
export function spreadOrganizations<
  Paper extends { organization: string | null; pick: { pinned: number | null } | null }
>(ranked: readonly Paper[], size: number): Paper[] {
  const counts = new Map<string, number>()
  const first: Paper[] = []
  const behind: Paper[] = []
  for (const paper of ranked) {
    const name = paper.organization?.trim().toLowerCase() ?? ''
    const count = counts.get(name) ?? 0
    const passedOver = name !== '' && count >= perOrganization && (paper.pick?.pinned ?? null) === null
    if (first.length >= size || passedOver) behind.push(paper)
    else {
      first.push(paper)
      counts.set(name, count + 1)
    }
  }
  return [...first, ...behind]
}
