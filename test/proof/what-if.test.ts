import { expect, it, vi } from 'vitest'
import type { Config } from '../../src/config/define-config.ts'
import type { WhatIfAnswer } from '../../src/contract/what-if.ts'
import { stream, uniform } from '../../src/core/stream.ts'
import {
  all,
  bands,
  churned,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  inSegment,
  outcome,
  signal,
} from '../../src/index.ts'
import { proofDeps } from '../../src/run/prove/proof-deps.ts'
import { openPast, pays, prove, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 90_000 })

function configWith(threshold: number): Config {
  return defineConfig({
    events: { note: event('Note Written', { kind: 'core' }), signedIn: event('Signed In') },
    segments: { use: bands(count('note', days(28)), { none: 0, some: 1 }) },
    outcomes: { churned: churned() },
    signals: {
      quiet: signal('risk')
        .for(inSegment('use', 'some'))
        .when(all(count('note', days(7)).atMost(threshold), daysSinceLast().atLeast(2)))
        .until(count('note', days(7)).over(4))
        .minimum(2)
        .cooldown(days(5))
        .predicts(outcome('churned').within(days(21))),
    },
  })
}

/** Days of the past on which no note reached anybody, while whoever signed in was heard of. */
const LOST = { from: 70, to: 74 }

/** Thirty accounts that write now and then from January to April; every third leaves. */
function* past(): Generator<object> {
  const source = stream(3, 'notes')
  for (let i = 0; i < 30; i++) {
    const account = `a${String(i).padStart(2, '0')}`
    const leaves = i % 3 === 0
    yield pays(account, '01-04', leaves ? { cancelDecidedAt: '2026-03-20T09:00:00Z', to: '2026-04-04T00:00:00Z' } : {})
    for (let day = 0; day < 100; day++) {
      const slack = leaves && day > 55 ? 0.1 : 0.5
      const on = new Date(Date.UTC(2026, 0, 4 + day, 9)).toISOString()
      yield track(account, 'Signed In', on)
      const isLost = day >= LOST.from && day <= LOST.to
      if ((day === 99 || uniform(source) < slack) && !isLost) yield track(account, 'Note Written', on)
    }
  }
}

const NEVER = new AbortController().signal

it('a threshold that is only tried does what a configuration with it would have done, to the alert; and says who would be on the list', async () => {
  const story = await openPast(configWith(1), '2026-04-14T12:00:00Z', [...past()])
  const deps = proofDeps(story.project())
  const asked = { signal: 'quiet', at: 'when.0', thresholds: [0, 1, 2, 3] }
  const answer: WhatIfAnswer = await deps.whatIf(asked, NEVER)
  expect(answer).toMatchObject({
    present: 1,
    op: '<=',
    outcome: 'churned',
    suggested: null,
    because: 'no_costs',
    left_out: 0,
  })
  const told = answer.points.map(({ threshold, alerts, right, wrong, outcomes, caught }) => [
    threshold,
    { alerts, right, wrong, outcomes, caught },
  ])
  for (const [threshold, point] of told) {
    const { proofs } = await prove(story.project(), { what: 'quiet', config: configWith(Number(threshold)).draft })
    const [proof] = proofs
    if (proof?.kind !== 'signal') throw new Error('no signal')
    const { tested, alerts, recall } = proof
    expect([threshold, point]).toEqual([
      threshold,
      { alerts, right: tested.right, wrong: tested.wrong, outcomes: recall.outcomes, caught: recall.caught },
    ])
  }
  expect(answer.points.map(({ alerts }) => alerts).every((n, i, list) => i === 0 || n >= list[i - 1]!)).toBe(true)
  const other = await deps.whatIf({ ...asked, threshold: 3, cost: 10, value: 1_000, save_rate: 0.2 }, NEVER)
  expect(other.needed_precision).toBeCloseTo(0.05, 12)
  expect(other.later.other?.threshold).toBe(3)
  const on = (threshold: number): number | undefined => other.points.find((one) => one.threshold === threshold)?.on
  expect(other.list.filter(({ change }) => change !== 'leaves')).toHaveLength(on(3) ?? -1)
  expect(other.list.filter(({ change }) => change !== 'joins')).toHaveLength(on(1) ?? -1)
  expect(other.top).toBeNull()
  expect(JSON.stringify(other)).not.toMatch(/NaN|Infinity/)
  await expect(deps.whatIf({ signal: 'loud' }, NEVER)).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(deps.whatIf({ signal: 'quiet', at: 'when.7' }, NEVER)).rejects.toMatchObject({ code: 'bad_argument' })
})
