import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import * as t from '../../src/index.ts'
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

const FRAME = frameWorld({ seed: 3, size: { accounts: 6_000, trials: 0, events: 0 } })
let world: World
beforeAll(() => {
  world = { frame: FRAME, accounts: Array.from({ length: 6_000 }, (_, i) => planAccount(FRAME, i)) }
}, 240_000)

it('planted playbooks get the verdict that is their truth: the rescue works, the newsletter does nothing, the discount brings tickets', () => {
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

it('playbooks that enrol by themselves, by their own lot, are told the same: accounts answer as planted to the arm they were drawn into', async () => {
  const inProduct = t.send({ via: 'product', to: 'channel', subject: 'Hello', text: '-' })
  const config = t.defineConfig({
    events: {
      dipped: t.event('Use Fell', { kind: 'other' }),
      subscribed: t.event('Newsletter Due', { kind: 'other' }),
      renewed: t.event('Renewed', { kind: 'other' }),
    },
    outcomes: { stayed: t.happened('renewed') },
    signals: { dip: t.signal('risk').on('dipped'), due: t.signal('intent').on('subscribed') },
    channels: { product: t.inApp() },
    playbooks: {
      rescue: t.playbook(t.opens('dip')).goal('stayed').holdout(0.2).atMost({ breaker: 5_000 }).do(inProduct),
      newsletter: t.playbook(t.opens('due')).goal('stayed').holdout(0.2).atMost({ breaker: 5_000 }).do(inProduct),
    },
  })
  const dataDir = mkdtempSync(join(tmpdir(), 'telltale-uplift-'))
  let now = Date.parse('2026-06-01T09:00:00Z')
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now }, env: {}, threads: 1 })
  onTestFinished(async () => {
    await telltale.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const at = async (time: string, event: string, accounts: readonly string[]): Promise<void> => {
    now = Date.parse(time)
    await telltale.send(
      accounts.map((account) => ({ type: 'track', event, userId: `of-${account}`, context: { groupId: account } })),
    )
    await telltale.advance()
  }
  await at('2026-06-01T09:00:00Z', 'Seen', ['other'])
  await at('2026-06-02T09:00:00Z', 'Seen', ['other'])
  const plan = { outcome: 'stayed', within_days: 5, holdout: 0.2, by: 'Ana' } as const
  await telltale.planExperiment({ ...plan, name: 'rescue', base: 0.5, units: 2_000 })
  await telltale.planExperiment({ ...plan, name: 'newsletter', base: 0.95, units: 600 })
  const followed = (playbook: Playbook) =>
    world.accounts.filter((account) => {
      const told = playbook.tell(account)
      return told !== null && told.on + playbook.withinDays <= FRAME.horizonDay
    })
  const dips = followed(RESCUE)
  const readers = followed(NEWSLETTER)
    .filter(({ paid }) => paid!.dips[0] === undefined)
    .slice(0, 600)
  await at('2026-06-02T10:00:00Z', 'Use Fell', dips.map(idOf))
  await at('2026-06-02T10:01:00Z', 'Newsletter Due', readers.map(idOf))
  // What became of them in the world's two or three months is told within days: each day of so many accounts takes its time.
  const stayed = (playbook: Playbook) => (account: AccountPlan) => {
    const { on, outcomeOn } = playbook.tell(account)!
    return outcomeOn === null || outcomeOn <= on || outcomeOn > on + playbook.withinDays
  }
  const renewing = [...dips.filter(stayed(RESCUE)), ...readers.filter(stayed(NEWSLETTER))]
  await at('2026-06-04T10:00:00Z', 'Renewed', renewing.map(idOf))
  await at('2026-06-08T10:00:00Z', 'Seen', ['other'])
  await at('2026-06-09T10:00:00Z', 'Seen', ['other'])

  const planted = new Map(dips.map((account) => [idOf(account), RESCUE.tell(account)!.arm.arm]))
  const begun = (await telltale.enrolments('rescue', { limit: 1000 })).map(
    ({ account, arm }) => [account!, arm] as const,
  )
  expect(begun).toHaveLength(1000)
  expect(begun.filter(([account, arm]) => planted.get(account) !== arm)).toEqual([])
  const rescue = (await telltale.playbookResult('rescue')).uplift!
  expect([rescue.verdict.ruling, rescue.stop]).toEqual(['works', false])
  expect(rescue.treated.exposed + rescue.holdout.exposed).toBe(dips.length)
  const newsletter = (await telltale.playbookResult('newsletter')).uplift!
  expect(['no_useful_effect', 'inconclusive']).toContain(newsletter.verdict.ruling)
  expect(newsletter.treated.exposed + newsletter.holdout.exposed).toBe(600)
}, 240_000)

const idOf = ({ account }: AccountPlan): string => account.id
