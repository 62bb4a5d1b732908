import { expect, it } from 'vitest'
import type { ControlHeader } from '../../store/log/log-record.ts'
import { planJudgement } from './plan-judgement.ts'

const close = (day: number, n: number): ControlHeader => ({
  kind: 'day_closed',
  day,
  receivedAt: 0,
  firstN: n,
  count: 1,
})

it('events of a day, its close, events of the next: three steps in the order of the log', () => {
  const steps = planJudgement({
    after: 10,
    upTo: 30,
    controls: [close(100, 20)],
    triggers: [
      { n: 12, day: 100, account: 7, actor: 30 },
      { n: 15, day: 100, account: 3, actor: null },
      { n: 18, day: 100, account: 7, actor: null },
      { n: 25, day: 101, account: null, actor: 40 },
    ],
  })
  expect(steps).toEqual([
    { kind: 'events', day: 100, after: 10, upTo: 18, accounts: Int32Array.of(3, 7), actors: Int32Array.of(30) },
    { kind: 'close', from: 100, to: 100, upTo: 20 },
    { kind: 'events', day: 101, after: 20, upTo: 30, accounts: new Int32Array(), actors: Int32Array.of(40) },
  ])
})

it('days that closed while the server slept are one step; what follows without a trigger only moves the position', () => {
  const steps = planJudgement({
    after: 0,
    upTo: 9,
    controls: [close(100, 1), close(101, 2), close(102, 3)],
    triggers: [],
  })
  expect(steps).toEqual([
    { kind: 'close', from: 100, to: 102, upTo: 3 },
    { kind: 'events', day: 0, after: 3, upTo: 9, accounts: new Int32Array(), actors: new Int32Array() },
  ])
})

it('an account merge is a step of its own: what comes before it is judged before', () => {
  const merge = { kind: 'account_merged', from: 'a', into: 'b', at: 0, receivedAt: 0, firstN: 5, count: 1 } as const
  const steps = planJudgement({
    after: 0,
    upTo: 9,
    controls: [merge],
    triggers: [
      { n: 2, day: 100, account: 1, actor: null },
      { n: 8, day: 100, account: 1, actor: null },
    ],
  })
  expect(steps).toEqual([
    { kind: 'events', day: 100, after: 0, upTo: 2, accounts: Int32Array.of(1), actors: new Int32Array() },
    { kind: 'merge', merge, upTo: 5 },
    { kind: 'events', day: 100, after: 5, upTo: 9, accounts: Int32Array.of(1), actors: new Int32Array() },
  ])
})

it('nothing new, nothing to do', () => {
  expect(planJudgement({ after: 9, upTo: 9, controls: [], triggers: [] })).toEqual([])
})
