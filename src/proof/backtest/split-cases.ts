import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { checkTable, type MixCheck } from '../../stats/proportions/check-mix.ts'
import { combineStrata, tellsAnother } from '../../stats/proportions/combine-strata.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio } from '../../stats/proportions/estimate-ratio.ts'
import type { Arms } from '../../stats/proportions/share.ts'
import { groupBy } from '../../stats/samples/group-by.ts'
import { isTold, rateOfOthers } from './compare-cases.ts'
import type { Others } from './find-others.ts'
import type { Ground } from './ground.ts'
import { NO_GROUP } from './rank-segments.ts'
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

/** A table whose parts make up the whole; `mix`: whether shares and rates do; `flipped`: whether within them the lift is another than over all (Simpson). */
export type Parts = {
  readonly of: string
  readonly parts: readonly Part[]
  readonly mix: MixCheck | null
  readonly flipped: boolean
}

type Told = { readonly cases: readonly Case[]; readonly others: Others }

export function splitBySegments(ground: Ground, told: Told): Parts[] {
  return ground.panel.segments.map(({ key, names }, i) => {
    const column = ground.panel.groups[i]!
    const partOf = (row: number | null): number => {
      const group = row === null ? -1 : column[row]!
      return group >= 0 && group < names.length ? group : names.length
    }
    return splitBy(ground, told, { of: key, names: [...names, NO_GROUP], partOf, partOfCase: ({ row }) => partOf(row) })
  })
}

const FOLDS = 4

/** Four stretches of time of equal length. */
export function splitByTime(ground: Ground, told: Told, nameOfRange: (from: Millis, to: Millis) => string): Parts {
  const at = told.cases.filter(({ label }) => isTold(label)).map(({ openedAt }) => openedAt)
  if (at.length === 0) return { of: 'time', parts: [], mix: null, flipped: false }
  const first = at.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  const step = (at.reduce((most, one) => Math.max(most, one), first) - first + 1) / FOLDS
  const ranges = Array.from({ length: FOLDS }, (_, i) => nameOfRange(first + i * step, first + (i + 1) * step - 1))
  // Stretches of less than a day may have one name.
  const names = [...new Set(ranges)]
  const foldAt = (time: Millis): number =>
    names.indexOf(ranges[Math.max(0, Math.min(FOLDS - 1, Math.floor((time - first) / step)))]!)
  const { panel } = ground
  const byWeek = panel.asOfs.map((week) => foldAt(week.at))
  return splitBy(ground, told, {
    ...{ of: 'time', names, partOf: (row) => byWeek[panel.asOf[row]!]! },
    partOfCase: ({ openedAt }) => foldAt(openedAt),
  })
}

type Splitting = {
  readonly of: string
  readonly names: readonly string[]
  /** Place among the names. */
  readonly partOf: (row: number) => number
  readonly partOfCase: (one: Case) => number
}

function splitBy(ground: Ground, { cases, others }: Told, { of, names, partOf, partOfCase }: Splitting): Parts {
  const counted = cases.filter(({ label }) => isTold(label))
  const casesBy = groupBy(counted, partOfCase)
  const othersBy = splitOthers(others, names.length, partOf)
  const told = names.flatMap((name, part): { readonly part: Part; readonly arms: Arms }[] => {
    const [own, rest] = [casesBy.get(part) ?? [], othersBy[part]!]
    if (own.length === 0 && rest.rows.length === 0) return []
    const beside = rateOfOthers(ground, rest)
    const exposed = { successes: own.filter(({ label }) => label === 'positive').length, total: own.length }
    const counts = { fired: exposed.total, right: exposed.successes, precision: estimateProportion(exposed) }
    // Where nobody on one side had the outcome, a ratio would be of made-up halves: of one case "over 100 times".
    const bothHad = exposed.successes > 0 && beside.raw.successes > 0
    const lift = bothHad ? estimateRiskRatio({ exposed, other: beside.effective }) : null
    return [{ part: { name, ...counts, base: beside.rate, lift }, arms: { exposed, other: beside.raw } }]
  })
  const parts = told.map(({ part }) => part)
  return { of, parts, mix: mixOf(parts, counted), flipped: tellsAnother(combineStrata(told.map(({ arms }) => arms))) }
}

/** There are hundreds of thousands of them: their rows are laid out part by part in one array. */
function splitOthers({ rows, positive }: Others, parts: number, partOf: Splitting['partOf']): Others[] {
  const part = new Int32Array(rows.length)
  const ends = new Int32Array(parts + 1)
  for (let i = 0; i < rows.length; i++) {
    part[i] = partOf(rows[i]!)
    ends[part[i]! + 1]! += 1
  }
  for (let i = 1; i <= parts; i++) ends[i]! += ends[i - 1]!
  const next = ends.slice()
  const laid = { rows: new Int32Array(rows.length), positive: new Uint8Array(rows.length) }
  for (let i = 0; i < part.length; i++) {
    const at = next[part[i]!]!++
    laid.rows[at] = rows[i]!
    laid.positive[at] = positive[i]!
  }
  return Array.from({ length: parts }, (_, i) => ({
    rows: laid.rows.subarray(ends[i], ends[i + 1]),
    positive: laid.positive.subarray(ends[i], ends[i + 1]),
  }))
}

function mixOf(parts: readonly Part[], counted: readonly Case[]): MixCheck | null {
  const right = counted.filter(({ label }) => label === 'positive').length
  const rows = parts.map(({ fired, right: own }) => ({ successes: own, total: fired }))
  return checkTable(rows, { successes: right, total: counted.length })
}
