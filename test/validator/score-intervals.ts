import { type Stream, stream, uniform } from '../../src/core/stream.ts'
import { adjustByCovariate } from '../../src/stats/experiments/adjust-by-covariate.ts'
import { boundSequence, differenceError } from '../../src/stats/experiments/bound-sequence.ts'
import type { Interval } from '../../src/stats/interval.ts'
import { combineStrata } from '../../src/stats/proportions/combine-strata.ts'
import { estimateClusteredProportion } from '../../src/stats/proportions/estimate-clustered-proportion.ts'
import { estimateDifference } from '../../src/stats/proportions/estimate-difference.ts'
import { estimateProportion } from '../../src/stats/proportions/estimate-proportion.ts'
import { estimateRiskRatio } from '../../src/stats/proportions/estimate-ratio.ts'
import type { Share } from '../../src/stats/proportions/share.ts'
import { normal } from '../../src/worlds/sample.ts'
import { percent, type Score, scoreShare } from './score.ts'

type Drawn = { readonly interval: Interval | null; readonly truth: number }
type Case = { readonly what: string; readonly on: string; readonly draw: (source: Stream) => Drawn }

function share(source: Stream, rate: number, total: number): Share {
  let successes = 0
  for (let i = 0; i < total; i++) if (uniform(source) < rate) successes += 1
  return { successes, total }
}

const CASES: readonly Case[] = [
  {
    ...{ what: 'limits of how often it is right (Wilson)', on: '60 cases, 30 %' },
    draw: (source) => ({ interval: estimateProportion(share(source, 0.3, 60)), truth: 0.3 }),
  },
  {
    ...{ what: 'limits of how often it is right, rows of the same accounts', on: '120 accounts of 1 to 6 rows' },
    draw: (source) => ({ interval: estimateClusteredProportion(clusters(source, 120)), truth: 0.3 }),
  },
  {
    ...{ what: 'limits of a difference (Newcombe)', on: '30 % of 80, 12 % of 300' },
    draw: (source) => ({
      interval: estimateDifference(share(source, 0.3, 80), share(source, 0.12, 300)),
      truth: 0.18,
    }),
  },
  {
    ...{ what: 'limits of a ratio (Katz)', on: '30 % of 80, 12 % of 300' },
    draw: (source) => ({
      interval: estimateRiskRatio({ exposed: share(source, 0.3, 80), other: share(source, 0.12, 300) }),
      truth: 2.5,
    }),
  },
  {
    ...{ what: 'limits of a ratio within strata (Mantel and Haenszel)', on: '12 strata, twice as often' },
    draw: (source) => ({ interval: combineStrata(strata(source)).adjusted, truth: 2 }),
  },
  {
    ...{ what: 'limits of an effect with a covariate', on: '200 and 800 accounts' },
    draw: (source) => ({ interval: adjusted(source), truth: 1 }),
  },
]

/** Each account has a rate of its own, 30 % in the mean. */
function clusters(source: Stream, accounts: number): Share[] {
  return Array.from({ length: accounts }, () => {
    const rate = uniform(source) < 0.5 ? 0.1 : 0.5
    return share(source, rate, 1 + Math.floor(6 * uniform(source)))
  })
}

function strata(source: Stream) {
  return Array.from({ length: 12 }, (_, i) => {
    const base = 0.04 + 0.02 * i
    return { exposed: share(source, 2 * base, 20), other: share(source, base, 120) }
  })
}

function adjusted(source: Stream): Interval | null {
  const arm = (size: number, effect: number) =>
    Array.from({ length: size }, () => {
      const x = normal(source)
      return { x, y: effect + 2 * x + normal(source) }
    })
  return adjustByCovariate(arm(200, 1), arm(800, 0))?.adjusted ?? null
}

/** How often limits hold the truth: of 95 % limits 93 to 97 %. */
export function scoreIntervals(replicates: number): Score[] {
  const scores = CASES.map(({ what, on, draw }, i) => {
    let hits = 0
    for (let n = 0; n < replicates; n++) {
      const { interval, truth } = draw(stream(i, 'interval', n))
      if (interval !== null && interval.lower <= truth && truth <= interval.upper) hits += 1
    }
    return scoreShare(
      { what, on: `${on}; ${replicates} replicates` },
      { hits, replicates },
      { least: 0.93, most: 0.97 },
    )
  })
  return [...scores, scoreSequence(Math.ceil(replicates / 4))]
}

const LOOKS = 40

/** Limits that have to hold at every look: how often they ever leave the truth out. */
function scoreSequence(replicates: number): Score {
  let missed = 0
  for (let n = 0; n < replicates; n++) {
    const source = stream(99, 'sequence', n)
    const [one, two] = [
      { successes: 0, total: 0 },
      { successes: 0, total: 0 },
    ]
    let left = false
    for (let look = 0; look < LOOKS; look++) {
      for (let i = 0; i < 50; i++) {
        const arm = i % 5 === 0 ? two : one
        arm.total += 1
        if (uniform(source) < 0.12) arm.successes += 1
      }
      const looking = { units: one.total + two.total, planned: 1_000, error: differenceError(one, two)! }
      const limits = boundSequence(one.successes / one.total - two.successes / two.total, looking)
      if (limits !== null && (limits.lower > 0 || limits.upper < 0)) left = true
    }
    if (left) missed += 1
  }
  const found = scoreShare(
    { what: 'limits that hold at every look: ever wrong', on: `${LOOKS} looks; ${replicates} replicates` },
    { hits: missed, replicates },
    { most: 0.05 },
  )
  return { ...found, found: percent(missed / replicates) }
}
