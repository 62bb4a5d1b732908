import type { FitAnswer } from '../../contract/fit.ts'
import { dayToIso } from '../../core/time.ts'
import { riskOf } from '../../proof/fit/calibrate-score.ts'
import { explainScore, healthOf, usualPoints } from '../../proof/fit/explain-score.ts'
import type { Feature } from '../../proof/fit/fit-input.ts'
import { scoreOf } from '../../proof/fit/fit-points.ts'
import { bandOf, type FittedScore } from '../../proof/fit/fit-score.ts'
import type { Project } from '../project.ts'
import type { GatheredRows } from './gather-rows.ts'

type Listing = { readonly fitted: FittedScore; readonly features: readonly Feature[]; readonly limit: number }
type Now = NonNullable<FitAnswer['now']>

const REASONS = 3

/** Who stands where at the last close. null: nothing is recorded. */
export function listNow(
  { store }: Project,
  { panel, standing }: GatheredRows,
  { fitted, features, limit }: Listing,
): Now | null {
  const { points, link, bands } = fitted
  const last = panel.asOfs.at(-1)
  if (last === undefined) return null
  const usual = usualPoints(points, standing)
  // Of a good outcome what speaks for it is told first.
  const forIt = link.slope > 0
  const rated = standing
    .map((one) => ({ ...one, ...explainScore(points, one.values, usual.get(one.segment)!) }))
    .filter(({ score }) => !Number.isNaN(score))
    .map((one) => ({ ...one, probability: riskOf(link, one.score) }))
    .sort((a, b) => b.probability - a.probability || a.account - b.account)
  const likely = rated.filter(({ score }) => bands[bandOf(bands, score)]?.likely === true)
  return {
    ...{ day: dayToIso(last.day), accounts: rated.length, likely: likely.length },
    expected: expect(likely.map(({ probability }) => probability)),
    list: rated.slice(0, limit).map(({ account, score, probability, reasons, usual: base, values, before }) => {
      const health = healthOf(link, { score, reasons, usual: base })
      const told = reasons.map((one, i) => ({ ...one, health: health.reasons[i]! }))
      const earlier = before === null ? Number.NaN : scoreOf(points, before)
      const telling = (forIt ? told.toReversed() : told).filter((one) => (forIt ? one.points > 0 : one.points < 0))
      return {
        ...{ account: store.dictionary.account.keyOf(panel.entities[account]!.account), score, probability },
        health: forIt ? null : health.points,
        reasons: telling.slice(0, REASONS).map(({ part, points: own, health: ofHealth }) => {
          const { feature, key } = points.parts[part]!
          return {
            part: key,
            title: features[feature]!.title,
            value: values[feature]!,
            points: own,
            health: forIt ? null : ofHealth,
          }
        }),
        change: Number.isNaN(earlier) ? null : score - earlier,
      }
    }),
  }
}

/** So many of these are expected, as far as their chances are right. */
function expect(chances: readonly number[]): Now['expected'] {
  if (chances.length === 0) return null
  const estimate = chances.reduce((sum, p) => sum + p, 0)
  const half = 1.96 * Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 0))
  return { estimate, lower: Math.max(0, estimate - half), upper: Math.min(chances.length, estimate + half) }
}
