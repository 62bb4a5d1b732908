import { climb, type Hill, type Summit } from '../models/climb.ts'
import { compareRows } from '../samples/compare-rows.ts'
import { meanOf } from '../samples/sum-exactly.ts'
import type { FollowUp } from './follow-up.ts'

export type CoveredFollowUp = FollowUp & { readonly covariates: readonly number[] }

export type HazardsModel = {
  /** Log hazard ratios, one for each covariate. */
  readonly coefficients: readonly number[]
  readonly errors: readonly number[]
  /** Partial log-likelihood at the coefficients. */
  readonly logLikelihood: number
}

/**
 * Cox's proportional hazards (1972) with Efron's treatment of ties. Delayed entry is obeyed, so a covariate that changes is given as rows (entry, time] of one
 * entity. Null without events, where a covariate does not vary among those at risk, or where the likelihood has no maximum (a covariate that orders all events).
 */
export function fitHazards(rows: readonly CoveredFollowUp[]): HazardsModel | null {
  const size = rows[0]?.covariates.length ?? 0
  if (size === 0 || !rows.some(({ event }) => event)) return null
  const centred = centreCovariates(rows)
  const keyed = centred.map((row) => ({
    row,
    key: [-row.time, -(row.entry ?? 0), row.event ? 1 : 0, ...row.covariates],
  }))
  const byTime = keyed.sort((one, other) => compareRows(one.key, other.key)).map(({ row }) => row)
  const byEntry = byTime.toSorted((one, other) => (other.entry ?? 0) - (one.entry ?? 0))
  const summit = climb((point) => measureHill({ byTime, byEntry }, point), new Array<number>(size).fill(0))
  return summit === null ? null : modelOf(summit)
}

/** The coefficients do not depend on it; exp(βx) then stays within what a number holds. */
function centreCovariates(rows: readonly CoveredFollowUp[]): readonly CoveredFollowUp[] {
  const means = rows[0]!.covariates.map((_, j) => meanOf(rows.map(({ covariates }) => covariates[j]!)) ?? 0)
  return rows.map((row) => ({ ...row, covariates: row.covariates.map((x, j) => x - means[j]!) }))
}

function modelOf({ at, errors, value }: Summit): HazardsModel {
  return { coefficients: at, errors, logLikelihood: value }
}

type Ordered = { readonly byTime: readonly CoveredFollowUp[]; readonly byEntry: readonly CoveredFollowUp[] }

/** Σ of weights exp(βx), of weight · x, and of weight · x xᵀ, over a set of rows. */
type Moments = { weight: number; readonly first: number[]; readonly second: number[][] }

/** From the latest time back: whoever ends at or after a moment is at risk, unless it entered only at or after it. */
function measureHill({ byTime, byEntry }: Ordered, point: readonly number[]): Hill {
  const hill = { value: 0, slope: point.map(() => 0), information: point.map(() => point.map(() => 0)) }
  const atRisk = noMoments(point.length)
  let entering = 0
  for (let i = 0; i < byTime.length; ) {
    const time = byTime[i]!.time
    const dying: CoveredFollowUp[] = []
    for (; i < byTime.length && byTime[i]!.time === time; i++) {
      addMoments(atRisk, byTime[i]!, { point, sign: 1 })
      if (byTime[i]!.event) dying.push(byTime[i]!)
    }
    for (; entering < byEntry.length && (byEntry[entering]!.entry ?? 0) >= time; entering++) {
      addMoments(atRisk, byEntry[entering]!, { point, sign: -1 })
    }
    if (dying.length > 0) addEvents(hill, atRisk, { dying, point })
  }
  return hill
}

type OpenHill = { value: number; readonly slope: number[]; readonly information: number[][] }

function addEvents(
  hill: OpenHill,
  atRisk: Moments,
  { dying, point }: { dying: readonly CoveredFollowUp[]; point: readonly number[] },
): void {
  const events = noMoments(point.length)
  for (const row of dying) {
    addMoments(events, row, { point, sign: 1 })
    hill.value += dot(point, row.covariates)
    for (const [j, x] of row.covariates.entries()) hill.slope[j]! += x
  }
  for (let k = 0; k < dying.length; k++) {
    const share = k / dying.length
    const weight = atRisk.weight - share * events.weight
    const mean = point.map((_, j) => (atRisk.first[j]! - share * events.first[j]!) / weight)
    hill.value -= Math.log(weight)
    point.forEach((_, j) => {
      hill.slope[j]! -= mean[j]!
      point.forEach((_, l) => {
        const square = (atRisk.second[j]![l]! - share * events.second[j]![l]!) / weight
        hill.information[j]![l]! += square - mean[j]! * mean[l]!
      })
    })
  }
}

function noMoments(size: number): Moments {
  const zeros = () => new Array<number>(size).fill(0)
  return { weight: 0, first: zeros(), second: Array.from({ length: size }, zeros) }
}

function addMoments(
  moments: Moments,
  { covariates }: CoveredFollowUp,
  { point, sign }: { point: readonly number[]; sign: 1 | -1 },
): void {
  const weight = sign * Math.exp(dot(point, covariates))
  moments.weight += weight
  covariates.forEach((x, j) => {
    moments.first[j]! += weight * x
    for (const [l, y] of covariates.entries()) moments.second[j]![l]! += weight * x * y
  })
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, i) => sum + value * other[i]!, 0)
}
