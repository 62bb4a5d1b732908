import { createHash } from 'node:crypto'
import type { RowCounts } from './count-rows.ts'

/**
 * Ids for rows that have none: the hash of the row and how often the same row came before in this file. Two rows that are equal stay two
 * (12 commits of one author in one second are 12), and the same file, or one that overlaps with it, gives the same ids again.
 */
export function identifyRows(counts: Pick<RowCounts, 'count'>): (rowText: string) => string {
  return (rowText) => {
    const hash = createHash('sha256').update(rowText).digest()
    const before = counts.count(hash)
    const id = `row-${hash.toString('base64url').slice(0, 22)}`
    return before === 0 ? id : `${id}-${before + 1}`
  }
}
