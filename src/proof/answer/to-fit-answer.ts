import type { FitAnswer } from '../../contract/fit.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import { halvingPoints } from '../fit/calibrate-score.ts'
import { type Feature, outcomesOf } from '../fit/fit-input.ts'
import { bandOf, type FittedScore } from '../fit/fit-score.ts'
import { plain } from './to-signal-answer.ts'

type Naming = { readonly name: string; readonly features: readonly Feature[]; readonly segments: readonly string[] }

export function toFitted(fitted: FittedScore, naming: Naming): Pick<FitAnswer, 'score' | 'test' | 'method'> {
  const { brier } = fitted.test
  return {
    score: toScore(fitted, naming),
    test: toTest(fitted, naming),
    method: {
      ...{ penalty: fitted.points.penalty, brier: brier?.brier ?? null },
      ...{ reliability: brier?.reliability ?? null, resolution: brier?.resolution ?? null },
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

function toTest({ test, tested, unknown, recalibrated, bands }: FittedScore, { segments }: Naming): FitAnswer['test'] {
  const { calibration, deciles, atCapacity, drift } = test
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
    },
    deciles: deciles.map((one) => ({ ...one, rate: plain(one.rate) })),
    at_capacity: atCapacity,
    segments: test.segments.map(({ segment, auc, ...rest }) => ({
      ...{ segment: segments[segment] ?? '', ...rest, auc: plain(auc) },
    })),
    bands: bands.map(({ name }, band) => {
      const own = tested.filter(({ score }) => bandOf(bands, score) === band)
      const share = { successes: outcomesOf(own), total: own.length }
      return { name, accounts: own.length, outcomes: share.successes, rate: plain(estimateProportion(share)) }
    }),
    drift: drift?.index ?? null,
  }
}
