import { expect, it, vi } from 'vitest'
import type { AnyProof } from '../../src/contract/backtest.ts'
import { stream, uniform } from '../../src/core/stream.ts'
import { converted, count, defineConfig, event, milestone } from '../../src/index.ts'
import { toMilestoneAnswer } from '../../src/proof/answer/to-milestone-answer.ts'
import { backtestMilestones } from '../../src/proof/backtest/backtest-milestone.ts'
import { measureNeutral } from '../../src/proof/backtest/measure-neutral.ts'
import type { MilestonesAsked, Newcomer } from '../../src/proof/backtest/newcomer.ts'
import { driftsSince } from '../../src/proof/live/settle-proofs.ts'
import { phraseDrift } from '../../src/proof/phrase/phrase-drift.ts'
import { openPast, pays, prove, track } from './open-past.ts'

vi.setConfig({ testTimeout: 90_000 })

const HOUR = 3_600_000

const pause = async () => {}
const NO_BAR = { bar: null, events: [] }
const MILESTONES = [{ key: 'step', title: 'Step', sentence: 'a step' }]
const judging = (newcomers: readonly Newcomer[], more: Partial<MilestonesAsked> = {}): MilestonesAsked => ({
  ...{ milestones: MILESTONES, newcomers, outcome: 'converted', landmark: 14, until: 28 },
  ...{ isBad: false, isDated: true, bar: NO_BAR, ...more },
})

/** Newcomers of whom half reach a step within ten days, and buy with these chances; who leaves does so at an even pace. */
function newcomers(count: number, { did, didNot, leaving = 0 }: { did: number; didNot: number; leaving?: number }) {
  return Array.from({ length: count }, (_, account): Newcomer => {
    const source = stream(3, 'newcomer', account)
    const reaches = uniform(source) < 0.5
    const day = 10 * uniform(source)
    const left = leaving === 0 ? null : Math.log(uniform(source)) / Math.log(1 - leaving)
    const buys = uniform(source) < (reaches ? did : didNot) ? 15 + 13 * uniform(source) : null
    const isThere = (on: number): boolean => left === null || left > on
    return {
      ...{ account, signUp: account * 3_600_000, segment: '', firstActivity: account % 5, followedDays: 90 },
      outcomeDay: buys !== null && isThere(buys) ? buys : null,
      leftDay: left !== null && left < 90 ? left : null,
      reachedDay: [reaches && isThere(day) ? day : null],
    }
  })
}

it('when it is reached, and when the outcome comes with it and without it: leaving competes', async () => {
  const [proof] = await backtestMilestones(judging(newcomers(2_000, { did: 0.5, didNot: 0.2 })), pause)
  const { reachedBy, outcomeBy, logRank, hazard, withoutLandmark } = proof!.timing
  expect(proof!.verdict.ruling).toBe('keep')
  expect(reachedBy.map(({ day }) => day)).toEqual([1, 3, 7, 14])
  const [, , seventh, last] = reachedBy
  expect(seventh!.share.lower < 0.35 && seventh!.share.upper > 0.35).toBe(true)
  expect(last!.share.lower < 0.5 && last!.share.upper > 0.5).toBe(true)
  expect(outcomeBy.map(({ day }) => day)).toEqual([17.5, 21, 24.5, 28])
  const end = outcomeBy.at(-1)!
  expect([end.reached.lower < 0.5, end.reached.upper > 0.5, end.others.lower < 0.2, end.others.upper > 0.2]).toEqual([
    ...[true, true, true, true],
  ])
  expect(logRank).toBeLessThan(1e-6)
  // Where nobody has reached it, or had the outcome, the limits are not nothing.
  const [few] = await backtestMilestones(
    judging(newcomers(3, { did: 0, didNot: 0 }).map((one) => ({ ...one, reachedDay: [null] }))),
    pause,
  )
  expect(few!.timing.reachedBy.every(({ share }) => share.estimate === 0 && share.upper > 0.5)).toBe(true)
  expect(hazard!.lower).toBeGreaterThan(1.5)
  expect(withoutLandmark).toBeNull()
})

it('a step that does nothing seems to keep whoever had the time to reach it; the landmark and the hazard do not say so', async () => {
  const asked = { did: 0.3, didNot: 0.3, leaving: 0.04 }
  const [proof] = await backtestMilestones(judging(newcomers(3_000, asked)), pause)
  expect(proof!.timing.withoutLandmark).toBeGreaterThan(1.15)
  expect(proof!.ratio!.lower < 1 && proof!.ratio!.upper > 1).toBe(true)
  expect(proof!.timing.hazard!.lower < 1 && proof!.timing.hazard!.upper > 1).toBe(true)
  expect(proof!.timing.logRank).toBeGreaterThan(0.01)
  expect(proof!.verdict.ruling).not.toBe('keep')
})

it('a step has to be better than events without meaning, each at its best', async () => {
  const all = newcomers(2_000, { did: 0.5, didNot: 0.2 })
  // Two thirds of those who reach the step change their avatar too, and hardly anybody else.
  const avatar = all.map(({ reachedDay, account }) =>
    reachedDay[0] !== null && account % 3 > 0 ? 2 : account % 50 === 0 ? 2 : null,
  )
  const rare = all.map(({ account }) => (account < 40 ? 1 : null))
  const bar = await measureNeutral(
    judging(all),
    [
      { title: 'Avatar', cells: [avatar] },
      { title: 'Tour', cells: [rare] },
    ],
    pause,
  )
  expect(bar.bar).toBeGreaterThan(1.5)
  expect(bar.events.map(({ title, lower }) => [title, lower === null])).toEqual([
    ['Avatar', false],
    ['Tour', true],
  ])
  const [above] = await backtestMilestones(judging(all, { bar: { ...bar, bar: 1.2 } }), pause)
  const [below] = await backtestMilestones(judging(all, { bar: { ...bar, bar: 9 } }), pause)
  expect([above!.verdict, below!.verdict]).toEqual([
    { ruling: 'keep', reasons: [] },
    { ruling: 'tune', reasons: ['not_above_placebo'] },
  ])
})

it('of a bad outcome a milestone is good where it comes less often with it', async () => {
  const all = newcomers(2_000, { did: 0.1, didNot: 0.4 })
  const [proof] = await backtestMilestones(judging(all, { isBad: true, outcome: 'churned' }), pause)
  expect(proof!.ratio!.upper).toBeLessThan(0.5)
  expect(proof!.strengthRatio!.estimate).toBeCloseTo(1 / proof!.ratio!.estimate, 12)
  expect(proof!.verdict).toEqual({ ruling: 'keep', reasons: [] })
})

const config = defineConfig({
  events: {
    note: event('Note Written', { kind: 'core' }),
    invite: event('Invite Sent', { kind: 'team' }),
    avatar: event('Avatar Uploaded'),
  },
  outcomes: { converted: converted() },
  activation: { milestones: { invited: milestone('team').when(count('invite').atLeast(1)) } },
})

it('a backtest reads them from what newcomers did, and takes those that are named', async () => {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const account = `n${String(i).padStart(3, '0')}`
    const [invites, uploads] = [i % 2 === 0, i % 3 === 0]
    const buys = i % (invites ? 2 : 7) === (invites ? 0 : 1) && i % 5 > 0
    const on = (day: number): string =>
      new Date(Date.parse('2026-01-05T09:00:00Z') + (day + (i % 40)) * 86_400_000).toISOString()
    return [
      track(account, 'Note Written', on(0)),
      ...(invites ? [track(account, 'Invite Sent', on(2))] : []),
      ...(uploads ? [track(account, 'Avatar Uploaded', on(1))] : []),
      ...(buys ? [pays(account, on(20))] : []),
    ]
  }).flat()
  const story = await openPast(config, '2026-05-01T12:00:00Z', rows)
  const found = (await prove(story.project(), { what: 'milestone' })).proofs as Extract<
    AnyProof,
    { kind: 'milestone' }
  >[]
  expect(found[0]!.placebo).toEqual({
    bar: expect.any(Number),
    events: [{ event: 'Avatar Uploaded', lower: expect.any(Number) }],
  })
  const named = await prove(story.project(), { what: 'milestone', neutral: ['note'] })
  expect((named.proofs[0] as (typeof found)[number]).placebo).toEqual({
    bar: null,
    events: [{ event: 'Note Written', lower: null }],
  })
  await expect(prove(story.project(), { what: 'milestone', neutral: ['nothing'] })).rejects.toThrow('nothing')
})

it('what tells the opposite of later sign-ups says since which day they signed up', async () => {
  const before = newcomers(1_200, { did: 0.6, didNot: 0.2 })
  const after = newcomers(800, { did: 0.3, didNot: 0.4 }).map((one) => ({ ...one, signUp: one.signUp + 1_200 * HOUR }))
  const [proof] = await backtestMilestones(judging([...before, ...after]), pause)
  const words = { did: 'bought', doers: 'those who bought', isBad: false }
  const answer = toMilestoneAnswer(proof!, words, (at) => new Date(at).toISOString().slice(0, 10))
  expect(answer.verdict).toMatchObject({ ruling: 'drop', reasons: ['reversed_in_confirmation'] })
  // The last two fifths of 2,000 who signed up one an hour from the beginning of 1970 on.
  expect(answer.later_from).toBe('1970-02-19')
  expect([phraseDrift(answer), driftsSince(answer)]).toEqual([
    'Of those who signed up since 1970-02-19 it tells the opposite.',
    '1970-02-19',
  ])
  const [steady] = await backtestMilestones(judging(before), pause)
  expect(driftsSince(toMilestoneAnswer(steady!, words, String))).toBeNull()
})
