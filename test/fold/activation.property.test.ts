import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Condition, Expr } from '../../src/config/expression.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { blockOf, factId, modelOf, type Row, timelineOf } from './build-fold.ts'

const FROM = 20_500
const DAYS = 24
const ever = { kind: 'ever' } as const
const is = (quantity: number, value: number): Condition => ({ kind: 'compare', quantity, op: '>=', value })

/** Three milestones: three of a, one of b, and two of a or b within two days; activated by any two of them. */
const NODES: readonly Expr[] = [
  { kind: 'count', facts: ['name:a'], window: ever, scale: 1 },
  { kind: 'count', facts: ['name:b'], window: ever, scale: 1 },
  { kind: 'count', facts: ['name:a', 'name:b'], window: { kind: 'rolling', days: 2, offset: 0 }, scale: 1 },
  { kind: 'sign-up', facts: ['name:c'] },
  { kind: 'reached', when: is(0, 3) },
  { kind: 'reached', when: is(1, 1) },
  { kind: 'reached', when: is(2, 4) },
  { kind: 'done', of: 4 },
  { kind: 'done', of: 5 },
  { kind: 'done', of: 6 },
  { kind: 'activated', rule: { kind: 'at-least', n: 2, of: [is(7, 1), is(8, 1), is(9, 1)] } },
  { kind: 'earliest', of: [4, 5, 6] },
  { kind: 'elapsed', from: 3, to: 11 },
  { kind: 'days-of-age', facts: ['name:a', 'name:b'], signUp: 3, first: 1, last: 14 },
  { kind: 'progress', done: 7, when: is(0, 3) },
]
const model = modelOf({ account: NODES })

type Happened = { readonly name: 'a' | 'b' | 'c'; readonly ts: number; readonly known: number }
const happenedArbitrary: fc.Arbitrary<Happened[]> = fc
  .array(
    fc.record({
      name: fc.constantFrom('a', 'a', 'b', 'c'),
      at: fc.integer({ min: 0, max: DAYS * 24 - 1 }),
      late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 6 })),
    }),
    { maxLength: 16 },
  )
  .map((drafts) =>
    drafts.map(({ name, at, late }) => {
      const ts = FROM * MS_PER_DAY + at * 3_600_000
      return { name, ts, known: Math.floor(ts / MS_PER_DAY) + late } as Happened
    }),
  )

const dayOf = (one: Happened): number => Math.floor(one.ts / MS_PER_DAY)
const FIRST_SEEN = FROM * MS_PER_DAY

function fold(happened: readonly Happened[], days: { from: number; to: number }) {
  const plan = planFold({ model, factId })
  const rows = happened.map((one): Row => {
    const fact = { a: 1, b: 2, c: 3 }[one.name]
    return { fact, actor: 1, day: dayOf(one), known: one.known, ts: one.ts }
  })
  const block = blockOf(rows)
  const timeline = timelineOf({ firstSeen: FIRST_SEEN })
  const space = makeFoldSpace(plan, { judgesMembers: false })
  const { values } = foldAccount({ plan, space, block, start: 0, end: block.rows, timeline, days, view: 'decision' })
  return values.map((series) => [...series])
}

/** Straight from the definitions, for the close of one day. */
function naive(happened: readonly Happened[], day: number) {
  const seen = (at: number) => happened.filter((one) => one.known <= at && dayOf(one) <= at)
  const counts = (at: number, names: string, since = 0) =>
    seen(at).filter((one) => names.includes(one.name) && dayOf(one) > since).length
  const reached = (names: string, target: number, within: number | null): number => {
    for (let at = FROM - 1; at <= day; at++) {
      const n = (of: number) => counts(of, names, within === null ? 0 : of - within)
      if (n(at) < target) continue
      const came = happened.filter((one) => Math.max(one.known, dayOf(one)) === at && names.includes(one.name))
      const moments = came.map((one) => one.ts)
      return n(at - 1) + 1 >= target ? Math.min(...moments) : Math.max(...moments)
    }
    return Number.NaN
  }
  const milestones = [reached('a', 3, null), reached('b', 1, null), reached('ab', 4, 2)]
  const known = milestones.filter((one) => !Number.isNaN(one)).sort((a, b) => a - b)
  const told = seen(day).filter((one) => one.name === 'c')
  const signUp = told.length === 0 ? FIRST_SEEN : Math.min(...told.map((one) => one.ts))
  const born = Math.floor(signUp / MS_PER_DAY)
  const active = new Set(
    seen(day)
      .filter((one) => one.name !== 'c')
      .map(dayOf),
  )
  return {
    milestones,
    activated: known[1] ?? Number.NaN,
    firstDays: known.length === 0 ? Number.NaN : Math.max(0, known[0]! - signUp) / MS_PER_DAY,
    returnDays: [...active].filter((one) => one > born && one <= born + 14).length,
    progress: Number.isNaN(milestones[0]!) ? Math.min(1, counts(day, 'a') / 3) : 1,
  }
}

it('moments of milestones, activation and return days are those of their definitions, on every day', () => {
  fc.assert(
    fc.property(happenedArbitrary, (happened) => {
      const values = fold(happened, { from: FROM, to: FROM + DAYS - 1 })
      for (let i = 0; i < DAYS; i++) {
        const expected = naive(happened, FROM + i)
        const at = (node: number): number => values[node]![i]!
        expect({
          milestones: [at(4), at(5), at(6)],
          activated: at(10),
          firstDays: at(12),
          returnDays: at(13),
          progress: at(14),
        }).toEqual(expected)
      }
    }),
  )
})

it('folding one day gives what folding all of them gives for it', () => {
  fc.assert(
    fc.property(happenedArbitrary, fc.nat({ max: DAYS - 1 }), (happened, i) => {
      const all = fold(happened, { from: FROM, to: FROM + DAYS - 1 })
      const one = fold(happened, { from: FROM + i, to: FROM + i })
      expect(one.map(([value]) => value)).toEqual(all.map((series) => series[i]))
    }),
  )
})
