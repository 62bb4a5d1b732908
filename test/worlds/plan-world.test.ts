import { describe, expect, test } from 'vitest'
import { stream } from '../../src/core/stream.ts'
import { placeUnit } from '../../src/stats/experiments/assign-unit.ts'
import type { AccountPlan } from '../../src/worlds/account-plan.ts'
import { assignArm } from '../../src/worlds/assign-arm.ts'
import type { Milestone } from '../../src/worlds/draw/draw-trial.ts'
import { measureCeilings } from '../../src/worlds/measure-ceilings.ts'
import { planWorld } from '../../src/worlds/plan-world.ts'
import { type Mechanisms, NULL_WORLD } from '../../src/worlds/world-options.ts'

const PLAIN: Partial<Mechanisms> = {
  redesign: false,
  mixShift: false,
  onboardingPlaybook: false,
  rescuePlaybook: false,
}

const drawn = new Map<string, readonly AccountPlan[]>()

/** Twelve thousand trials; the same mechanisms give the same ones, so they are drawn once. */
function trialsOf(mechanisms: Partial<Mechanisms>): readonly AccountPlan[] {
  const key = JSON.stringify(mechanisms)
  const size = { accounts: 1, trials: 12_000, events: 1 }
  const trials = drawn.get(key) ?? planWorld({ seed: 4, size, mechanisms }).accounts.slice(1)
  drawn.set(key, trials)
  return trials
}
function share<T>(of: readonly T[], test: (item: T) => boolean): { p: number; n: number } {
  return { p: of.filter(test).length / of.length, n: of.length }
}
/** Within four and a half standard errors, and half a point for the rounding of what was published. */
function near({ p, n }: { p: number; n: number }, published: number): void {
  expect(Math.abs(p - published)).toBeLessThan(4.5 * Math.sqrt((published * (1 - published)) / n) + 0.005)
}

describe('trials keep the published rates', () => {
  const trials = trialsOf(PLAIN)
  const companies = trials.filter((plan) => plan.account.nature === 'company')
  const converts = (plan: AccountPlan) => plan.trial!.convertedOn !== null
  const has = (milestone: Milestone) => (plan: AccountPlan) => plan.trial!.milestones[milestone] !== null

  test('who signs up', () => {
    near(
      share(trials, (plan) => plan.account.nature === 'ghost'),
      0.33,
    )
    near(
      share(trials, (plan) => plan.account.nature === 'bot'),
      0.01,
    )
    near(
      share(trials, (plan) => plan.account.nature === 'internal'),
      0.005,
    )
    near(
      share(trials, (plan) => plan.account.nature === 'duplicate'),
      0.03,
    )
    near(
      share(trials, (plan) => plan.account.segment === 'smb'),
      0.6,
    )
  })

  test('twelve in a hundred of those that opened it convert, and no ghost does', () => {
    near(share(companies, converts), 0.12)
    expect(trials.filter((plan) => converts(plan) && plan.account.nature !== 'company')).toEqual([])
  })

  // Coverage, phi and naive risk ratio as published for 200,000 trials.
  test.each<[Milestone, number, number, number]>([
    ['invite', 0.29, 0.231, 3.31],
    ['integration', 0.22, 0.151, 2.26],
    ['tasks', 0.44, 0.187, 2.87],
    ['pricing', 0.25, 0.179, 2.56],
    ['avatar', 0.44, 0.15, 2.28],
    ['tour', 0.57, 0.068, 1.47],
  ])('%s', (milestone, coverage, phi, ratio) => {
    near(share(companies, has(milestone)), coverage)
    const done = companies.filter(has(milestone))
    const not = companies.filter((plan) => !has(milestone)(plan))
    const [p1, p0] = [share(done, converts).p, share(not, converts).p]
    const [p, q] = [share(companies, has(milestone)).p, share(companies, converts).p]
    const found = ((p1 - p0) * Math.sqrt(p * (1 - p))) / Math.sqrt(q * (1 - q))
    expect(Math.abs(found - phi)).toBeLessThan(4.5 / Math.sqrt(companies.length))
    const error = Math.sqrt((1 - p1) / (p1 * done.length) + (1 - p0) / (p0 * not.length))
    expect(Math.abs(Math.log(p1 / p0 / ratio))).toBeLessThan(4.5 * error)
  })

  test('with the invitation forced or forbidden, conversion differs by what it truly causes', () => {
    const logistic = (x: number) => 1 / (1 + Math.exp(-x))
    // Written out again: the invitation acts by itself and through the tasks that it leads to.
    const chance = ({ account, trial }: AccountPlan, invite: number) => {
      const integration = trial!.milestones.integration === null ? 0 : 0.6
      const tasks = logistic(-0.4 + 0.8 * account.motivation + 0.5 * invite)
      const base = -3.1 + 0.8 * account.motivation + 0.9 * invite + integration
      return tasks * logistic(base + 0.5) + (1 - tasks) * logistic(base)
    }
    const mean = (invite: number) => companies.reduce((sum, plan) => sum + chance(plan, invite), 0) / companies.length
    expect(mean(1) - mean(0)).toBeCloseTo(0.094, 2)
    expect(mean(1) / mean(0)).toBeCloseTo(2.11, 1)
  })

  test('no step precedes the sign-up or leaves the trial', () => {
    for (const plan of companies) {
      const days = Object.values(plan.trial!.milestones).filter((day) => day !== null)
      expect(days.every((day) => day >= 0 && day < 14)).toBe(true)
    }
  })
})

describe('planted changes and playbooks', () => {
  const invites = (mechanisms: Partial<Mechanisms>) => {
    const world = planWorld({
      seed: 4,
      size: { accounts: 1, trials: 8_000, events: 1 },
      mechanisms: { ...PLAIN, ...mechanisms },
    })
    const companies = world.accounts.filter((plan) => plan.account.nature === 'company' && plan.trial !== null)
    const late = companies.filter((plan) => plan.trial!.startDay >= world.frame.redesignDay)
    const invited = (plan: AccountPlan) => plan.trial!.milestones.invite !== null
    return {
      all: share(companies, invited).p,
      late: share(late, invited).p,
      early: share(
        companies.filter((p) => !late.includes(p)),
        invited,
      ).p,
    }
  }

  test('the redesign raises invitations from its day on', () => {
    const [before, after] = [invites({}), invites({ redesign: true })]
    expect(after.early).toBe(before.early)
    expect(after.late - before.late).toBeGreaterThan(0.05)
  })

  test('the onboarding e-mail raises invitations by six points where it is delivered', () => {
    const trials = trialsOf({ ...PLAIN, onboardingPlaybook: true }).filter((plan) => plan.account.nature === 'company')
    const plain = trialsOf(PLAIN).filter((plan) => plan.account.nature === 'company')
    const reached = (plans: readonly AccountPlan[], delivered: boolean) =>
      share(
        plans.filter((plan) => plan.trial!.onboarding.delivered === delivered),
        (p) => p.trial!.milestones.invite !== null,
      )
    expect(reached(trials, true).p - reached(plain, true).p).toBeCloseTo(0.06, 2)
    expect(reached(trials, false).p).toBe(reached(plain, false).p)
    near(
      share(trials, (plan) => plan.trial!.onboarding.arm === 'holdout'),
      0.2,
    )
  })

  test('arms come from the hash that the product itself uses', () => {
    const unit = 'acct_42'
    expect(placeUnit({ experiment: 'pb_rescue', salt: 'v1', unit })).toBeCloseTo(0.138353, 6)
    expect(assignArm('pb_rescue', unit, stream(1))).toEqual({ arm: 'holdout', delivered: false })
  })

  test('the advanced filter looks three times as good as it is', () => {
    const trials = trialsOf(PLAIN).filter((plan) => plan.account.nature === 'company')
    for (const segment of ['smb', 'mid'] as const) {
      const own = trials.filter((plan) => plan.account.segment === segment)
      near(
        share(own, (plan) => plan.trial!.advancedFilter),
        segment === 'smb' ? 0.75 : 0.1,
      )
      const converts = (used: boolean) =>
        share(
          own.filter((p) => p.trial!.advancedFilter === used),
          (p) => p.trial!.convertedOn !== null,
        )
      const [used, not] = [converts(true), converts(false)]
      const error = Math.sqrt((0.12 * 0.88) / used.n + (0.12 * 0.88) / not.n)
      expect(Math.abs(used.p - not.p)).toBeLessThan(4.5 * error)
    }
  })
})

describe('customers leave at the published rates', () => {
  const size = { accounts: 3_000, trials: 0, events: 1 }

  test('ceilings of recall and precision, and annual churn', () => {
    const found = measureCeilings(planWorld({ seed: 9, size, mechanisms: { ...PLAIN, paymentFailures: false } }))
    expect(found.recall).toBeGreaterThan(0.7)
    expect(found.recall).toBeLessThan(0.79)
    expect(found.precision).toBeGreaterThan(0.56)
    expect(found.precision).toBeLessThan(0.64)
    expect(found.annualChurn).toBeGreaterThan(0.165)
    expect(found.annualChurn).toBeLessThan(0.21)
  })

  test('rescue averts three in ten of the decisions it reaches, nobody in the holdout', () => {
    const world = planWorld({ seed: 9, size })
    const dips = world.accounts.flatMap((plan) => plan.paid!.dips).filter((dip) => dip.kind === 'decline')
    const reached = dips.filter((dip) => dip.rescue.delivered && dip.leadDays > 14)
    near(
      share(reached, (dip) => dip.averted),
      0.3,
    )
    expect(dips.some((dip) => dip.averted && !reached.includes(dip))).toBe(false)
  })

  test('hits of the seat limit lead to upgrades; other weeks seldom do', () => {
    const world = planWorld({
      seed: 9,
      size,
      mechanisms: { declines: false, lulls: false, silentChurn: false, paymentFailures: false },
    })
    let [hits, upgraded] = [0, 0]
    for (const { paid } of world.accounts) {
      for (const sign of paid!.signs) {
        if (sign.kind !== 'seats' || sign.on > world.frame.horizonDay - 60) continue
        hits++
        if (paid!.upgrades.some((u) => u.on > sign.on && u.on <= sign.on + 46)) upgraded++
      }
    }
    near({ p: upgraded / hits, n: hits }, 0.35)
  })

  test('in the null world nothing leads to anything', () => {
    const world = planWorld({ seed: 9, size: { ...size, trials: 6_000 }, mechanisms: NULL_WORLD })
    expect(world.accounts.flatMap((plan) => plan.paid?.dips ?? [])).toEqual([])
    const companies = world.accounts.filter((plan) => plan.trial !== null && plan.account.nature === 'company')
    for (const milestone of ['invite', 'tasks', 'pricing'] as const) {
      const converts = (done: boolean) =>
        share(
          companies.filter((p) => (p.trial!.milestones[milestone] !== null) === done),
          (p) => p.trial!.convertedOn !== null,
        )
      const [done, not] = [converts(true), converts(false)]
      expect(Math.abs(done.p - not.p)).toBeLessThan(4.5 * Math.sqrt((0.12 * 0.88) / done.n + (0.12 * 0.88) / not.n))
    }
  })
})
