import { expect, it } from 'vitest'
import { compileModel } from '../../config/compile/compile-model.ts'
import { isoToDay, MS_PER_DAY } from '../../core/time.ts'
import * as t from '../../index.ts'
import type { ReportSource } from '../question/report-source.ts'
import type { Newcomer } from './newcomer.ts'
import { reportSteps } from './report-steps.ts'

const day = (iso: string, hours = 0) => isoToDay(iso)! * MS_PER_DAY + hours * 3_600_000

const model = compileModel(
  t.defineConfig({
    product: { name: 'p' },
    events: { project: t.event('Project Created'), invite: t.event('Invite Sent') },
    activation: {
      within: t.days(14),
      milestones: {
        firstProject: t.milestone('core').when(t.count('project').atLeast(1)),
        team: t.milestone('team').when(t.count('invite').atLeast(1)),
      },
    },
  }),
).model!

/** Hours from sign-up to the project, to the invitation, to being activated; null: not yet. */
const newcomer = (account: string, signUp: string, hours: readonly (number | null)[]): Newcomer => {
  const [project = null, invite = null, activated = null] = hours.map((n) => (n === null ? null : day(signUp, n)))
  return {
    ...{ account, signUp: day(signUp), firstActive: null, reached: [project, invite], activatedAt: activated },
    ...{ status: null, checklist: null, outcomes: null, unpaid: [] },
  }
}

const newcomers = [
  newcomer('quick', '2026-03-01', [12, 24, 24]),
  newcomer('slow', '2026-03-02', [24 * 3, 24 * 20, 24 * 20]),
  newcomer('half', '2026-03-03', [24, null, null]),
  newcomer('lost', '2026-03-04', [null, null, null]),
  newcomer('young', '2026-03-28', [2, null, null]),
  newcomer('before', '2026-02-01', [1, 1, 1]),
]
const report = async function* () {
  yield { rows: 1, numbers: (column: number) => [[3], [2]][column] }
}
const source = {
  ...{ model, now: day('2026-04-01'), readNewcomers: async () => newcomers },
  store: { report },
} as unknown as ReportSource
const ask = { date_from: '2026-03-01', limit: 100, budget_seconds: 60 }

it('steps within the window, of those whose window is over; who came later, or came late, is not among them', async () => {
  const answer = await reportSteps(source, ask)
  expect([answer.newcomers, answer.too_early, answer.complete, answer.nothing]).toEqual([4, 1, false, 1])
  expect([answer.excluded, answer.without_account]).toEqual([3, 2])
  expect(answer.steps.map(({ key, done, missing, median_days }) => [key, done, missing, median_days])).toEqual([
    ['firstProject', 3, 1, 1],
    ['team', 1, 3, 1],
  ])
  expect([answer.activated.done, answer.activated.rate?.estimate, answer.activated.median_days]).toEqual([1, 0.25, 1])
})

it('the curve follows everybody, also late and young ones: 1 of 5 on day 1, then 1 of the 3 who are followed to day 20', async () => {
  const { curve } = await reportSteps(source, ask)
  expect(curve.map(({ day, at_risk }) => [day, at_risk])).toEqual([
    [1, 5],
    [20, 3],
  ])
  expect(curve[0]!.activated).toBeCloseTo(0.2, 12)
  expect(curve[1]!.activated).toBeCloseTo(1 - 0.8 * (2 / 3), 12)
})

it('who is stuck, the youngest first, with what is missing; and who is in a number', async () => {
  const answer = await reportSteps(source, { ...ask, limit: 2, actors_of: { step: 'team', done: false } })
  expect(answer.stuck.map(({ account, done, missing }) => [account, done, missing])).toEqual([
    ['young', 1, ['team']],
    ['lost', 0, ['firstProject', 'team']],
  ])
  expect(answer.stuck_total).toBe(3)
  expect(answer.actors).toEqual({
    total: 3,
    data: [{ account: 'half' }, { account: 'lost' }, { account: 'slow' }],
  })
})

it('who is in a point of the curve: everybody activated by that day, also those who came late or whose window is not over', async () => {
  const namesBy = async (by_day: number, done: boolean) =>
    (await reportSteps(source, { ...ask, actors_of: { step: 'activated', done, by_day } })).actors!.data.map(
      ({ account }) => account,
    )
  const { curve } = await reportSteps(source, ask)
  expect(curve.map(({ day }) => day)).toEqual([1, 20])
  expect([await namesBy(1, true), await namesBy(20, true)]).toEqual([['quick'], ['quick', 'slow']])
  expect(await namesBy(20, false)).toEqual(['half', 'lost', 'young'])
})

it('a step nobody knows is refused with those there are', async () => {
  await expect(reportSteps(source, { ...ask, actors_of: { step: 'tour', done: true } })).rejects.toMatchObject({
    code: 'unknown_name',
    message: expect.stringContaining('firstProject, team, activated'),
  })
})
