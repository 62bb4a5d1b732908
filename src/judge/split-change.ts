import { exactPoints, splitPoints } from '../core/exact-points.ts'
import type { Ledger } from './list-ledger.ts'

/** Why a score is another than it was, in points that add up to the difference exactly. */
export type ScoreChange = {
  readonly total: number
  /** What the customer did or left undone, by part; of the parts that had fresh data both times. */
  readonly behaviour: number
  readonly parts: readonly { readonly name: string; readonly points: number }[]
  /** Another definition, or the knots of a new quarter. */
  readonly config: number
  /** Parts that lost or gained fresh data. */
  readonly missingData: number
}

export type LedgersCompared = {
  /** As it was, under the configuration of then. */
  readonly before: Ledger
  /** The numbers of then under the configuration and the frozen knots of now. */
  readonly rebased: Ledger
  readonly after: Ledger
}

/** null: the score was unknown at one of the ends. */
export function splitChange({ before, rebased, after }: LedgersCompared): ScoreChange | null {
  if (before.value === null || rebased.value === null || after.value === null) return null
  const names = after.lines.flatMap(({ name, points }) =>
    points !== null && pointsOf(rebased, name) !== null ? [name] : [],
  )
  const then = shareOf(rebased, names)
  const now = shareOf(after, names)
  const behaviour = exactPoints(now.value - then.value)
  const differences = names.map((_, i) => now.points[i]! - then.points[i]!)
  return {
    total: after.value - before.value,
    behaviour,
    parts: splitPoints(behaviour, differences).map((points, i) => ({ name: names[i]!, points })),
    config: rebased.value - before.value,
    missingData: then.value - rebased.value + (after.value - now.value),
  }
}

function pointsOf({ lines }: Ledger, name: string): number | null {
  return lines.find((line) => line.name === name)?.points ?? null
}

/** The score out of some of its parts only; parts without a most keep their points. */
function shareOf(
  ledger: Ledger,
  names: readonly string[],
): { readonly value: number; readonly points: readonly number[] } {
  const lines = names.map((name) => ledger.lines.find((line) => line.name === name)!)
  const most = lines.reduce((sum, line) => sum + (line.most ?? 0), 0)
  const factor = lines.every((line) => line.most !== null) && most > 0 ? 100 / most : 1
  const points = lines.map((line) => (line.points ?? 0) * factor)
  return { value: exactPoints(points.reduce((sum, one) => sum + one, 0)), points }
}
