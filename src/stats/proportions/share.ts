/** So many of so many: 423 of 900. 0 ≤ successes ≤ total. */
export type Share = { readonly successes: number; readonly total: number }

/** The two rows of a 2 × 2 table: those to whom something happened, and the others. */
export type Arms = { readonly exposed: Share; readonly other: Share }

/** The four cells: exposed with and without the outcome, others with and without. */
export type Cells = { readonly a: number; readonly b: number; readonly c: number; readonly d: number }

export function cellsOf({ exposed, other }: Arms): Cells {
  return {
    a: exposed.successes,
    b: exposed.total - exposed.successes,
    c: other.successes,
    d: other.total - other.successes,
  }
}

/** The smallest count one of the four cells would have if the arms did not differ; null of nobody. */
export function smallestExpected({ exposed, other }: Arms): number | null {
  const total = exposed.total + other.total
  const successes = exposed.successes + other.successes
  if (total === 0) return null
  return (Math.min(successes, total - successes) * Math.min(exposed.total, other.total)) / total
}
