import { meanOf, sumExactly } from '../samples/sum-exactly.ts'

export type Forecast = {
  /** In [0, 1]. */
  readonly p: number
  readonly outcome: boolean
  /** What would be forecast without the model, such as the segment's base rate; by default the share of all rows with the outcome. */
  readonly base?: number
}

/** brier = reliability − resolution + uncertainty + within. */
export type BrierScore = {
  /** Mean squared distance of forecast and outcome: 0 is perfect. */
  readonly brier: number
  /** How far forecasts are from what then happened to their group: 0 is perfect. */
  readonly reliability: number
  /** How far groups are from the average: more is better. */
  readonly resolution: number
  /** What nothing can take away: p (1 − p) of all. */
  readonly uncertainty: number
  /** What grouping hides; 0 where rows of a group have the same forecast. */
  readonly within: number
  /** 1 − brier / brier of the base forecast; null where that is 0. */
  readonly skill: number | null
}

/**
 * Brier's score (1950) with Murphy's parts (1973) and Stephenson's remainder (2008). Rows with the same forecast are a group, or with `groups`, so many groups of
 * nearly equal size along the forecast, which forecasts that hardly repeat need. Null without rows.
 */
export function measureBrier(forecasts: readonly Forecast[], groups?: number): BrierScore | null {
  const total = forecasts.length
  if (total === 0) return null
  const rate = meanOf(forecasts.map(numberOf))!
  const parts = groupForecasts(forecasts, groups).map((group) => ({
    size: group.length,
    p: meanOf(group.map(({ p }) => p))!,
    rate: meanOf(group.map(numberOf))!,
  }))
  const over = (term: (part: (typeof parts)[number]) => number) =>
    sumExactly(parts.map((part) => part.size * term(part))) / total
  const brier = meanOf(forecasts.map((row) => (row.p - numberOf(row)) ** 2))!
  const reference = meanOf(forecasts.map((row) => ((row.base ?? rate) - numberOf(row)) ** 2))!
  const reliability = over((part) => (part.p - part.rate) ** 2)
  const resolution = over((part) => (part.rate - rate) ** 2)
  const uncertainty = rate * (1 - rate)
  return {
    brier,
    reliability,
    resolution,
    uncertainty,
    within: brier - reliability + resolution - uncertainty,
    skill: reference === 0 ? null : 1 - brier / reference,
  }
}

/** Rows with equal forecasts stay together. */
function groupForecasts(forecasts: readonly Forecast[], groups?: number): readonly (readonly Forecast[])[] {
  const sorted = forecasts.toSorted((one, other) => one.p - other.p)
  const found: Forecast[][] = []
  sorted.forEach((row, i) => {
    const group = found.at(-1)
    const full = group === undefined || groups === undefined || i >= (found.length * sorted.length) / groups
    if (group === undefined || (full && group.at(-1)!.p !== row.p)) found.push([row])
    else group.push(row)
  })
  return found
}

function numberOf({ outcome }: Forecast): number {
  return outcome ? 1 : 0
}
