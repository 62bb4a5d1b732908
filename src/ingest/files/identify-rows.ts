import { createHash } from 'node:crypto'

/**
 * Ids for rows that have none: the hash of the row and how often the same row came before in this file. Two rows that are equal stay two
 * (12 commits of one author in one second are 12), and the same file, or one that overlaps with it, gives the same ids again.
 */
export function identifyRows(): (rowText: string) => string {
  const seen = new Map<string, number>()
  return (rowText) => {
    const hash = createHash('sha256').update(rowText).digest('base64url').slice(0, 22)
    const before = seen.get(hash) ?? 0
    seen.set(hash, before + 1)
    return before === 0 ? `row-${hash}` : `row-${hash}-${before + 1}`
  }
}
