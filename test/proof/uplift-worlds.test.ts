import { expect, it, vi } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import { measureUplift } from '../../src/proof/uplift/measure-uplift.ts'
import { planUplift } from '../../src/proof/uplift/plan-uplift.ts'
import type { UpliftPlan, UpliftUnit } from '../../src/proof/uplift/uplift-unit.ts'
import { labelRow } from '../../src/stats/survival/label-row.ts'
import type { AccountPlan } from '../../src/worlds/account-plan.ts'
import type { PlaybookArm } from '../../src/worlds/assign-arm.ts'
import { planAccount } from '../../src/worlds/plan-account.ts'
import { frameWorld, type WorldFrame } from '../../src/worlds/world-options.ts'

/** Accounts with their lives, and nothing of what they would send. */
type World = { readonly frame: WorldFrame; readonly accounts: readonly AccountPlan[] }

vi.setConfig({ testTimeout: 60_000 })

/** What a planted playbook did to an account, and what became of that, in days. */
type Told = {
  readonly arm: PlaybookArm
  readonly on: number
  readonly outcomeOn: number | null
  readonly tickets?: readonly number[]
}
type Playbook = Pick<UpliftPlan, 'experiment' | 'withinDays' | 'good' | 'base'> & {
  readonly tell: (plan: AccountPlan) => Told | null
}

const left = ({ paid }: AccountPlan): number | null => paid?.churn?.decidedOn ?? null

const RESCUE: Playbook = {
  ...{ experiment: 'rescue', withinDays: 60, good: 'less', base: 0.5 },
  tell: (plan) => {
    const dip = plan.paid?.dips[0]
    return dip === undefined ? null : { arm: dip.rescue, on: dip.rescueTriggeredOn, outcomeOn: left(plan) }
  },
}
const NEWSLETTER: Playbook = {
  ...{ experiment: 'newsletter', withinDays: 90, good: 'less', base: 0.05 },
  tell: (plan) =>
    plan.paid === null ? null : { arm: plan.paid.newsletter, on: plan.paid.observedFrom, outcomeOn: left(plan) },
}
const DISCOUNT: Playbook = {
  ...{ experiment: 'discount', withinDays: 60, good: 'less', base: 0.04 },
  tell: (plan) =>
    plan.paid === null
      ? null
      : {
          arm: plan.paid.discount,
          on: plan.paid.discountOn,
          outcomeOn: left(plan),
          tickets: plan.paid.tickets.map(({ on }) => on),
        },
}

function unitsOf({ frame, accounts }: World, { tell, withinDays }: Playbook): UpliftUnit[] {
  return accounts.flatMap((account): UpliftUnit[] => {
    const told = tell(account)
    if (told === null || told.on >= frame.horizonDay) return []
    const { on, outcomeOn, tickets = [] } = told
    const row = { asOf: on, outcomeOn, followedUntil: frame.horizonDay }
    const count = (from: number, to: number) => tickets.filter((day) => day > from && day <= to).length
    return [
      {
        ...{ unit: account.account.id, at: on * MS_PER_DAY, arm: told.arm.arm, delivered: told.arm.delivered },
        ...{ label: labelRow(row, { gap: 0, horizon: withinDays }), mature: on + withinDays <= frame.horizonDay },
        ...{ segment: account.account.segment, covariate: Number.NaN },
        guardrails: [{ x: count(on - withinDays, on), y: count(on, on + withinDays) }],
      },
    ]
  })
}

function judge(world: World, playbook: Playbook) {
  const units = unitsOf(world, playbook)
  const { tell: _, ...of } = playbook
  const { units: planned, detectable } = planUplift({
    ...of,
    holdout: 0.2,
    size: { units: units.length },
    perWeek: null,
  })!
  const kept = {
    salt: 'v1',
    holdout: 0.2,
    outcome: 'churned',
    covariate: null,
    guardrails: ['Ticket Opened'],
    segment: null,
  }
  return measureUplift({ ...of, ...kept, units: planned, detectable }, units)
}

it('planted playbooks get the verdict that is their truth: the rescue works, the newsletter does nothing, the discount brings tickets', () => {
  const frame = frameWorld({ seed: 3, size: { accounts: 6_000, trials: 0, events: 0 } })
  const world = { frame, accounts: Array.from({ length: 6_000 }, (_, i) => planAccount(frame, i)) }
  const [rescue, newsletter, discount] = [RESCUE, NEWSLETTER, DISCOUNT].map((one) => judge(world, one))
  expect([rescue!.ruling, rescue!.stop, rescue!.arms.mismatch]).toEqual(['works', false, false])
  // Three decisions in ten are not taken where it arrives, four times in five.
  const { difference } = rescue!.effect!
  const truth = -0.3 * 0.8 * rescue!.holdout.rate!.estimate
  expect(difference.lower).toBeLessThan(truth)
  expect(difference.upper).toBeGreaterThan(truth)
  expect(['no_useful_effect', 'inconclusive']).toContain(newsletter!.ruling)
  expect(newsletter!.guardrails[0]!.harmed).toBe(false)
  expect(['no_useful_effect', 'inconclusive']).toContain(discount!.ruling)
  expect([discount!.guardrails[0]!.harmed, discount!.stop]).toEqual([true, true])
})
