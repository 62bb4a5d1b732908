import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Curve, Expr, FrozenCurve } from '../../src/config/expression.ts'
import type { Segment } from '../../src/config/model.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { closeFrozen, spreadQuarters } from '../../src/fold/reference/collect-frozen.ts'
import {
  collectReference,
  openReference,
  readReference,
  referenceNodes,
} from '../../src/fold/reference/collect-reference.ts'
import { blockOf, day, factId, modelOf, type Row, timelineOf } from './build-fold.ts'

type Account = {
  readonly size: number
  readonly uses: readonly { readonly day: number; readonly known: number; readonly n: number }[]
}
/** The last day of a quarter lies within, the one before it outside. */
const DAYS = { from: day('03-28'), to: day('04-03') }
const QUARTER_END = day('03-31')

const useArbitrary = fc
  .record({
    day: fc.integer({ min: 0, max: 9 }),
    late: fc.integer({ min: 0, max: 3 }),
    n: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ day: at, late, n }) => ({ day: DAYS.from - 3 + at, known: DAYS.from - 3 + at + late, n }))
const accountsArbitrary = fc.array(
  fc.record({ size: fc.constantFrom(1, 1, 1, 50), uses: fc.array(useArbitrary, { maxLength: 4 }) }),
  { minLength: 20, maxLength: 60 },
)
const knotsArbitrary = fc
  .uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 })
  .chain((percentiles) => {
    const shares = fc.array(fc.integer({ min: 0, max: 4 }), {
      minLength: percentiles.length,
      maxLength: percentiles.length,
    })
    return shares.map((list) =>
      percentiles.sort((a, b) => a - b).map((percentile, i) => ({ percentile, share: list[i]! / 4 })),
    )
  })
const UNTIL: Curve = [
  { at: 0, share: 0 },
  { at: 8, share: 1 },
]

const COUNT: Expr = { kind: 'count', facts: ['name:a'], window: { kind: 'rolling', days: 5, offset: 0 }, scale: 1 }
const SIZE: Expr = { kind: 'trait', of: 'account', trait: 'seats' }
const SEGMENTS: readonly Segment[] = [
  {
    ...{ key: 'size', level: 'account', hash: '' },
    rule: {
      kind: 'bands',
      quantity: 1,
      bands: [
        { name: 'small', from: 0 },
        { name: 'large', from: 10 },
      ],
    },
  },
]

function foldScores(accounts: readonly Account[], curve: FrozenCurve): number[][] {
  const part = { of: 0, weight: 100, curve, source: null, freshDays: 7 }
  const score: Expr = { kind: 'score', variants: [{ for: null, parts: [part] }], least: 0.6 }
  const model = modelOf({ account: [COUNT, SIZE, score], segments: SEGMENTS })
  const plan = planFold({ model, factId })
  const small = planFold({ model, factId, only: referenceNodes(plan) })
  const inputs = accounts.map(({ size, uses }, i) => {
    const block = blockOf(uses.map((use): Row => ({ fact: 1, actor: 1, ...use })))
    const traits = [{ key: 'seats', value: size, from: 0, knownAt: 0 }]
    return {
      ...{ block, start: 0, end: block.rows, timeline: timelineOf({ account: i + 1, traits }) },
      ...{ days: DAYS, view: 'decision' as const },
    }
  })
  const draft = openReference(plan, DAYS)
  const smallSpace = makeFoldSpace(small, { judgesMembers: false })
  for (const one of inputs)
    collectReference(draft, foldAccount({ ...one, plan: small, space: smallSpace }), smallSpace.account.lanes)
  const reference = readReference(spreadQuarters(closeFrozen(draft.frozen), DAYS))
  const space = makeFoldSpace(plan, { judgesMembers: false })
  return inputs.map((one) => [...foldAccount({ ...one, plan, space, reference }).values[2]!])
}

function countOf({ uses }: Account, at: number): number {
  const seen = uses.filter((use) => use.day > at - 5 && use.day <= at && use.known <= at)
  return seen.reduce((sum, { n }) => sum + n, 0)
}

/** The definition, word by word: the value below which a percentage of the sorted numbers lies, linear between two of them. */
function naivePercentile(numbers: readonly number[], percentile: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = ((sorted.length - 1) * percentile) / 100
  const below = sorted[Math.floor(at)]!
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below)
}

/** The definition, word by word: the middle of the shares of all knots at the value, else on the line between its neighbours. */
function naiveShare(knots: Curve, value: number): number {
  const at = knots.filter((knot) => knot.at === value)
  if (at.length > 0) return (at[0]!.share + at.at(-1)!.share) / 2
  const below = knots.findLast((knot) => knot.at < value)
  const above = knots.find((knot) => knot.at > value)
  if (below === undefined || above === undefined) return (below ?? above)!.share
  return below.share + ((above.share - below.share) * (value - below.at)) / (above.at - below.at)
}

function naiveScore(accounts: readonly Account[], one: Account, { at, curve }: { at: number; curve: FrozenCurve }) {
  const { among, knots, until } = curve
  const peers = accounts.filter(({ size }) => among === null || size === one.size)
  const whom = peers.length >= 30 ? peers : accounts
  const frozen = at > QUARTER_END && whom.length >= 30
  if (!frozen) return until === null ? Number.NaN : 100 * naiveShare(until, countOf(one, at))
  const numbers = whom.map((other) => countOf(other, QUARTER_END))
  const drawn = knots.map(({ percentile, share }) => ({ at: naivePercentile(numbers, percentile), share }))
  return 100 * naiveShare(drawn, countOf(one, at))
}

it('a part is told by the percentiles at the end of the quarter before, of the group where it is large enough', () => {
  const curveArbitrary = fc.record({
    among: fc.constantFrom('size', null),
    knots: knotsArbitrary,
    until: fc.constantFrom(UNTIL, null),
    quantity: fc.constant('frozen'),
  })
  fc.assert(
    fc.property(accountsArbitrary, curveArbitrary, (accounts, curve) => {
      const scores = foldScores(accounts, curve)
      accounts.forEach((one, i) => {
        for (let at = DAYS.from; at <= DAYS.to; at++) {
          const expected = naiveScore(accounts, one, { at, curve })
          const told = scores[i]![at - DAYS.from]!
          if (Number.isNaN(expected)) expect(told).toBeNaN()
          else expect(told).toBeCloseTo(expected, 6)
        }
      })
    }),
    { numRuns: 60 },
  )
})
