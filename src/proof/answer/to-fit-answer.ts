import type { FitAnswer } from '../../contract/fit.ts'
import { checkTable } from '../../stats/proportions/check-mix.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { halvingPoints } from '../fit/calibrate-score.ts'
import { type Feature, outcomesOf } from '../fit/fit-input.ts'
import { bandOf, type FittedScore } from '../fit/fit-score.ts'
import { plain, toNotice } from './to-signal-answer.ts'

type Naming = {
  readonly name: string
  readonly features: readonly Feature[]
  readonly segments: readonly string[]
  /** Of a moment of the fit. */
  readonly dayOf: (moment: number) => string
}

export function toFitted(fitted: FittedScore, naming: Naming): Pick<FitAnswer, 'score' | 'test' | 'method'> {
  const { test, timing } = fitted
  const { brier } = test
  return {
    score: toScore(fitted, naming),
    test: toTest(fitted, naming),
    method: {
      ...{ penalty: fitted.points.penalty, brier: brier?.brier ?? null },
      ...{ reliability: brier?.reliability ?? null, resolution: brier?.resolution ?? null },
      ...{ hazard_per_ten_points: plain(timing.hazard), hazard_beside_plain_rule: plain(timing.hazardBesidePlain) },
    },
  }
}

function toScore(
  { points, bands, link, base, partDrift, partWorth }: FittedScore,
  { name, features }: Naming,
): FitAnswer['score'] {
  return {
    name,
    parts: points.parts.map(({ feature, key, weight, from, to, rises }, i) => ({
      ...{
        name: key,
        title: features[feature]!.title,
        weight,
        from,
        to,
        rises,
        drift: partDrift[i]!,
        adds: plain(partWorth[i]!),
      },
    })),
    left_out: points.dropped.map(({ feature, why }) => ({ name: features[feature]!.key, why })),
    bands: bands.map(({ name: band, from }) => ({ name: band, from })),
    ...{ halves_every: halvingPoints(link), base_rate: base },
  }
}

function toTest(
  { test, timing, tested, unknown, recalibrated, bands }: FittedScore,
  { segments, dayOf }: Naming,
): FitAnswer['test'] {
  const { calibration, deciles, atCapacity, drift, within } = test
  const inBands = bands.map(({ name }, band) => {
    const own = tested.filter(({ score }) => bandOf(bands, score) === band)
    return { name, accounts: own.length, outcomes: outcomesOf(own) }
  })
  const mixOf = (rows: readonly { readonly accounts: number; readonly outcomes: number }[]) =>
    checkTable(
      rows.map(({ accounts, outcomes }) => ({ successes: outcomes, total: accounts })),
      { successes: outcomesOf(tested), total: tested.length },
    )
  return {
    auc: plain(test.auc),
    plain_rule: {
      title: 'days since the last core action',
      auc: plain(test.plainAuc),
      difference: plain(test.overPlainRule),
    },
    ...{ unknown, skill: plain(test.skill) },
    calibration: {
      ...{ slope: plain(calibration?.slope ?? null), in_the_large: plain(calibration?.inTheLarge ?? null) },
      ...{ observed_over_expected: plain(calibration?.ratio ?? null), recalibrated },
      over_time: test.overTime.map(({ from, to, ratio, ...rest }) => ({
        ...{ from: dayOf(from), to: dayOf(to), ...rest, ratio: plain(ratio) },
      })),
    },
    concordance: { score: plain(timing.concordance), plain_rule: plain(timing.plainConcordance) },
    notice: toNotice(timing.notice),
    deciles: deciles.map((one) => ({ ...one, rate: plain(one.rate) })),
    at_capacity: atCapacity,
    segments: test.segments.map(({ segment, auc, ...rest }) => ({
      ...{ segment: segments[segment] ?? '', ...rest, auc: plain(auc) },
    })),
    ...{ within_segments: plain(within.within), simpson: within.flipped },
    bands: inBands.map((one) => ({
      ...one,
      rate: plain(estimateProportion({ successes: one.outcomes, total: one.accounts })),
    })),
    mix: { bands: mixOf(inBands), deciles: mixOf(deciles), segments: mixOf(test.segments) },
    drift: drift?.index ?? null,
  }
}
