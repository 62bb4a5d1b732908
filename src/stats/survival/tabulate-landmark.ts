import type { Arms } from '../proportions/share.ts'
import type { Association } from './associate.ts'

/** One entity, in days since its start. */
export type LandmarkRow = {
  /** The first day of exposure; null if it never was. */
  readonly exposedOn: number | null
  readonly outcomeOn: number | null
  /** When, and why, it stopped being able to have the outcome; null if it did not. */
  readonly left: { readonly on: number; readonly reason: string } | null
  /** The last day of which everything is known. */
  readonly followedUntil: number
}

export type LandmarkTable = {
  readonly arms: Arms
  /** In neither arm because the outcome, or their leaving, came by the landmark; how many for each reason. */
  readonly before: ReadonlyMap<string, number>
  /** In neither arm because they have not been followed to the end of the outcome window, whatever happened so far. */
  readonly immature: number
  /** In neither arm because the outcome came after the landmark but before its window opens. */
  readonly inGap: number
}

const HAD_OUTCOME = 'outcome'

/**
 * The 2 × 2 table at a landmark: of those still there and undecided when the exposure window has ended, who had been exposed by then, and who had the outcome
 * in its window. Whoever is exposed later counts as not exposed.
 */
export function tabulateLandmark(rows: readonly LandmarkRow[], { exposure, outcome }: Association): LandmarkTable {
  const landmark = exposure.until
  const before = new Map<string, number>()
  const tally = { exposed: { successes: 0, total: 0 }, other: { successes: 0, total: 0 } }
  let immature = 0
  let inGap = 0
  for (const row of rows) {
    const gone = goneBy(row, landmark)
    if (gone !== null) before.set(gone, (before.get(gone) ?? 0) + 1)
    else if (row.followedUntil < outcome.until) immature++
    else if (row.outcomeOn !== null && row.outcomeOn <= outcome.after) inGap++
    else {
      const arm = isExposed(row, exposure) ? tally.exposed : tally.other
      arm.total++
      if (row.outcomeOn !== null && row.outcomeOn <= outcome.until) arm.successes++
    }
  }
  return { arms: tally, before, immature, inGap }
}

function goneBy({ outcomeOn, left }: LandmarkRow, landmark: number): string | null {
  if (outcomeOn !== null && outcomeOn <= landmark) return HAD_OUTCOME
  return left !== null && left.on <= landmark ? left.reason : null
}

function isExposed({ exposedOn }: LandmarkRow, { from, until }: Association['exposure']): boolean {
  return exposedOn !== null && exposedOn >= from && exposedOn < until
}
