import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyActor, makeActorEvents, noteEvent } from './actor-events.ts'
import { bestAttempt, type FunnelFrame } from './best-attempt.ts'
import { makeWalkBack } from './walk-back.ts'

const STEPS = 3
const frame = fc.record({
  steps: fc.constant(STEPS),
  order: fc.constant('ordered' as const),
  windowMs: fc.integer({ min: 0, max: 12 }),
  from: fc.integer({ min: 0, max: 10 }),
  to: fc.integer({ min: 5, max: 30 }),
})
/** Instants, each with steps as bits and the exclusion above them. */
const events = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 15 })), {
  selector: ([at]) => at,
  maxLength: 14,
})

function tryEach(own: readonly (readonly [number, number])[], rules: FunnelFrame) {
  const actor = makeActorEvents(STEPS)
  emptyActor(actor)
  for (const [at, mask] of own) noteEvent(actor, at, mask)
  actor.begin.push(own.length)
  actor.steps = own.map(([, mask]) => mask)
  const best = bestAttempt(actor, { ...rules, mayBegin: () => true })
  return best === null
    ? null
    : { start: best.start, at: best.at, isFull: best.at.length === STEPS, last: best.lastStart }
}

it('one pass from the end finds the attempt that trying each finds, and its instants', () => {
  const found = fc.property(frame, events, (rules, drawn) => {
    const own = drawn.toSorted((a, b) => a[0] - b[0])
    const values = Float64Array.from(own, ([at, mask]) => at * 2 ** (STEPS + 1) + mask)
    const walked = makeWalkBack(rules)({ values, begin: 0, end: values.length })
    const tried = tryEach(own, rules)
    expect(walked === null ? null : { start: walked.start, at: walked.at }).toEqual(
      tried === null ? null : { start: tried.start, at: tried.at },
    )
    // Whoever came all the way comes no further: it is of no matter then when the last attempt began.
    if (tried !== null && !tried.isFull) expect(walked!.lastStart).toBe(tried.last)
  })
  fc.assert(found, { numRuns: 2000 })
})
