import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { checkMix, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { isTold, rateOfOthers } from './compare-cases.ts'
import type { Others } from './find-others.ts'
import type { Ground } from './ground.ts'
import type { Case } from './select-cases.ts'

/** The cases of one part, such as a segment or a stretch of time, against others of the same part. */
export type Part = {
  readonly name: string
  readonly fired: number
  readonly right: number
  readonly precision: Interval | null
  readonly base: Interval | null
  readonly lift: Interval | null
}

/** A table whose parts make up the whole; `mix`: whether shares and rates do. */
export type Parts = { readonly of: string; readonly parts: readonly Part[]; readonly mix: MixCheck | null }

type Told = { readonly cases: readonly Case[]; readonly others: Others }

const NO_GROUP = 'none or not known'

export function splitBySegments(ground: Ground, told: Told): Parts[] {
  return ground.panel.segments.map(({ key, names }, i) => {
    const column = ground.panel.groups[i]!
    const nameOf = (row: number | null): string => (row === null ? undefined : names[column[row]!]) ?? NO_GROUP
    return splitBy(ground, told, { of: key, names: [...names, NO_GROUP], nameOf })
  })
}

const FOLDS = 4

/** Four stretches of time of equal length. */
export function splitByTime(ground: Ground, told: Told, nameOfRange: (from: Millis, to: Millis) => string): Parts {
  const at = told.cases.filter(({ label }) => isTold(label)).map(({ openedAt }) => openedAt)
  if (at.length === 0) return { of: 'time', parts: [], mix: null }
  const first = at.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  const step = (at.reduce((most, one) => Math.max(most, one), first) - first + 1) / FOLDS
  const names = Array.from({ length: FOLDS }, (_, i) => nameOfRange(first + i * step, first + (i + 1) * step - 1))
  const foldOf = (time: Millis): string => names[Math.max(0, Math.min(FOLDS - 1, Math.floor((time - first) / step)))]!
  const { panel } = ground
  const nameOf = (row: number | null, one?: Case): string =>
    foldOf(one?.openedAt ?? (row === null ? first : panel.asOfs[panel.asOf[row]!]!.at))
  return splitBy(ground, told, { of: 'time', names: [...new Set(names)], nameOf })
}

type Splitting = {
  readonly of: string
  readonly names: readonly string[]
  readonly nameOf: (row: number | null, one?: Case) => string
}

function splitBy(ground: Ground, { cases, others }: Told, { of, names, nameOf }: Splitting): Parts {
  const counted = cases.filter(({ label }) => isTold(label))
  const casesBy = groupBy(counted, (one) => nameOf(one.row, one))
  const rowsBy = groupBy(others.rows.keys(), (i) => nameOf(others.rows[i]!))
  const parts = names.flatMap((name): Part[] => {
    const [own, rows] = [casesBy.get(name) ?? [], rowsBy.get(name) ?? []]
    if (own.length === 0 && rows.length === 0) return []
    const beside = rateOfOthers(ground, {
      rows: Int32Array.from(rows, (i) => others.rows[i]!),
      positive: Uint8Array.from(rows, (i) => others.positive[i]!),
    })
    const exposed = { successes: own.filter(({ label }) => label === 'positive').length, total: own.length }
    const counts = { fired: exposed.total, right: exposed.successes, precision: estimateProportion(exposed) }
    // Where nobody on either side had the outcome, a ratio would be of made-up halves.
    const anyOutcome = exposed.successes + beside.raw.successes > 0
    const lift = anyOutcome ? estimateRiskRatio({ exposed, other: beside.effective }) : null
    return [{ name, ...counts, base: beside.rate, lift }]
  })
  return { of, parts, mix: mixOf(parts, counted) }
}

function mixOf(parts: readonly Part[], counted: readonly Case[]): MixCheck | null {
  if (counted.length === 0) return null
  const right = counted.filter(({ label }) => label === 'positive').length
  const shares = parts.map(({ fired, right: own }) => ({
    share: fired / counted.length,
    rate: fired === 0 ? 0 : own / fired,
  }))
  return checkMix(shares, right / counted.length)
}
