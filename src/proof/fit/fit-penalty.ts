import { fitLogistic, type LogisticModel, logitOf, logLoss } from '../../stats/models/fit-logistic.ts'
import { meanOf, sumSquaresAround } from '../../stats/samples/sum-exactly.ts'

/** A case of a regression, with the moment that it is of. */
export type Taught = { readonly row: readonly number[]; readonly outcome: boolean; readonly moment: number }

export type PenaltyFit = { readonly penalty: number; readonly model: LogisticModel }

/** Largest first: of what is as good as the best, the strongest is taken. */
const PENALTIES = [1000, 100, 10, 1, 0.1] as const
const BLOCKS = 4

/**
 * A ridge fit whose penalty was chosen forward in time: each of three later blocks of moments is forecast by those before it, and the largest penalty is taken whose
 * loss is within one standard error of the least. Null where the classes leave nothing to fit.
 */
export function fitWithPenalty(cases: readonly Taught[], pause: () => void = () => {}): PenaltyFit | null {
  const blocks = blocksOf(cases)
  const losses = PENALTIES.map((penalty) => {
    pause()
    return blocks.slice(1).flatMap((block, i) => lossOn(block, blocks.slice(0, i + 1).flat(), penalty) ?? [])
  })
  const penalty = choose(losses)
  const model = fitCases(cases, penalty)
  return model === null ? null : { penalty, model }
}

function blocksOf(cases: readonly Taught[]): Taught[][] {
  const moments = [...new Set(cases.map(({ moment }) => moment))].sort((a, b) => a - b)
  const blockOf = new Map(moments.map((moment, i) => [moment, Math.floor((i * BLOCKS) / moments.length)]))
  return Array.from({ length: BLOCKS }, (_, i) => cases.filter(({ moment }) => blockOf.get(moment) === i))
}

/** Mean loss of a case; null where the earlier ones leave nothing to fit. */
function lossOn(block: readonly Taught[], earlier: readonly Taught[], penalty: number): number | null {
  const model = block.length === 0 ? null : fitCases(earlier, penalty)
  return model === null ? null : meanOf(block.map(({ row, outcome }) => logLoss(logitOf(model, row), outcome)))
}

function fitCases(cases: readonly Taught[], penalty: number): LogisticModel | null {
  return fitLogistic({
    ...{ features: cases.map(({ row }) => row), outcomes: cases.map(({ outcome }) => outcome), penalty },
  })
}

function choose(losses: readonly (readonly number[])[]): number {
  const means = losses.map((own) => meanOf(own) ?? Number.POSITIVE_INFINITY)
  const best = means.indexOf(Math.min(...means))
  const own = losses[best]!
  const error = own.length < 2 ? 0 : Math.sqrt(sumSquaresAround(own, means[best]!) / (own.length - 1) / own.length)
  return PENALTIES[means.findIndex((mean) => mean <= means[best]! + error)]!
}
