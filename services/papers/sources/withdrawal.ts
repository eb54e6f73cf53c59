const inAbstract = /^\s*(?:this (?:paper|article|submission|manuscript) )?(?:has been|is) withdrawn/i
const inComment = /\b(?:withdrawn|retracted)\b/i

/**
 * Whether a paper's own words say that it was withdrawn. arXiv has no flag for it: a withdrawal
 * is one more version whose comment, and often whose abstract, gives the reason.
 */
export function saysWithdrawn({ abstract = '', comment = '' }: { abstract?: string; comment?: string }): boolean {
  return inAbstract.test(abstract) || inComment.test(comment)
}
