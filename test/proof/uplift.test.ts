import { expect, it, vi } from 'vitest'
import type { CohortsAnswer, ExperimentRow, UpliftAnswer } from '../../src/contract/experiments.ts'
import { bands, churned, converted, count, days, defineConfig, event } from '../../src/index.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { assignUnit } from '../../src/stats/experiments/assign-unit.ts'
import { writeExposures } from '../../src/store/control/experiments.ts'
import type { Story } from '../stories/open-story-project.ts'
import { at, openPast, pays, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 90_000 })

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), ticket: event('Ticket Opened', { kind: 'support' }) },
  segments: { use: bands(count('note', days(28)), { none: 0, some: 1 }) },
  indicators: { notes28: count('note', days(28)) },
  outcomes: { churned: churned(), converted: converted() },
})
const NOW = '2026-06-01T12:00:00Z'
const NEVER = new AbortController().signal

const armOf = (account: string) => assignUnit({ experiment: 'rescue', salt: 'v1', unit: account }, 0.2)
const cancelled = (on: string) => ({ cancelDecidedAt: at(on), to: at('05-30') })
const viewed = (account: string, variation: string, on = '02-01') =>
  track(account, 'Experiment Viewed', on, { properties: { experiment_name: 'editor', variation_name: variation } })

/** 150 customers: whoever is held back cancels on 21 February, whoever is treated asks for help on the 5th, every other once more, and stays. */
const CUSTOMERS = Array.from({ length: 150 }, (_, i) => `c${i}`)
const PAST = [
  ...CUSTOMERS.flatMap((account, i) => [
    track(account, 'Note Written', '01-08'),
    pays(account, '01-10', armOf(account) === 'holdout' ? cancelled('02-21') : {}),
    ...(armOf(account) === 'treated' ? [track(account, 'Ticket Opened', '02-05')] : []),
    ...(armOf(account) === 'treated' && i % 2 === 0 ? [track(account, 'Ticket Opened', '02-06')] : []),
    viewed(account, armOf(account) === 'holdout' ? 'control' : 'short'),
  ]),
  ...[track('gone', 'Note Written', '01-08'), pays('gone', '01-10', cancelled('01-20'))],
  ...[
    track('young', 'Note Written', '01-08'),
    pays('young', '01-10'),
    viewed('young', 'control'),
    viewed('young', 'short'),
  ],
  // Of those who sign up every third day one in four buys, from April on one in two.
  ...Array.from({ length: 24 }, (_, i) => {
    const [month, of] = [i < 12 ? '03' : '04', i % 12]
    const [on, account] = [`${month}-${String(1 + 2 * of).padStart(2, '0')}`, `n${i}`]
    const buys = of % (i < 12 ? 4 : 2) === 0
    return [
      track(account, 'Note Written', on),
      ...(buys ? [pays(account, `${month}-${String(3 + 2 * of).padStart(2, '0')}`)] : []),
    ]
  }).flat(),
  track('last', 'Note Written', '05-31'),
]

const PLAN = { name: 'rescue', outcome: 'churned', within_days: 30, base: 0.9, effect: 0.5, holdout: 0.2, by: 'Ada' }

it('an experiment from its plan to its verdict: arms by hash, everybody in the arm assigned, and who is in neither', async () => {
  const story = await openPast(config, NOW, PAST)
  const deps = apiDeps(story.project(), () => new Uint8Array())
  const planned = await deps.planExperiment(
    { ...PLAN, guardrails: ['ticket'], covariate: 'notes28', segment: 'use' },
    NEVER,
  )
  expect(planned).toMatchObject({ version: 'v1', state: 'planned', holdout: 0.2, exposed: { treated: 0, holdout: 0 } })
  const logged = (account: string, on: string) => ({ account, arm: armOf(account), at: Date.parse(at(on)) })
  const exposures = [
    ...CUSTOMERS.map((one) => logged(one, '02-01')),
    logged('gone', '02-01'),
    logged('young', '05-20'),
    logged('who', '02-01'),
  ]
  await writeExposures(story.project().control, { name: 'rescue', version: 'v1' }, exposures)
  const answer = await story.get<UpliftAnswer>('/experiments/rescue?value=100&cost=1')
  const held = CUSTOMERS.filter((one) => armOf(one) === 'holdout').length
  expect(answer).toMatchObject({
    verdict: { ruling: 'works' },
    treated: { counted: 150 - held, outcomes: 0, delivered: null },
    holdout: { counted: held, outcomes: held },
    left_out: { too_early: 1, not_at_risk: 1, untold: 0, merged: 0, mixed: 0, unknown: 1 },
    difference: { estimate: -1 },
    sample_ratio: { mismatch: false },
    guardrails: [{ event: 'ticket', holdout: 0, harmed: true }],
    ...{ relative: -1, on_reached: null, stop: true, value: { pays: true } },
  })
  expect(answer.segments.map(({ segment }) => segment)).toEqual(['some'])
  expect(answer.verdict.sentence).toContain('It brings more of “ticket”')
  await tellTriggers(story, deps)
  await tellRefusals(story, deps)
})

type Deps = ReturnType<typeof apiDeps>

/** The arm is said at the trigger, and stays what it was; an ended experiment takes nobody new, and its next version has other arms. */
async function tellTriggers(story: Story, deps: Deps): Promise<void> {
  const first = await deps.exposeAccount('rescue', { account: 'n1' })
  expect(first).toEqual({
    account: 'n1',
    arm: armOf('n1'),
    at: new Date(NOW).toISOString(),
    first: true,
    delivered: false,
  })
  expect(await deps.exposeAccount('rescue', { account: 'n1', delivered: true })).toEqual({
    ...first,
    first: false,
    delivered: true,
  })
  expect(await deps.exposeAccount('rescue', { account: 'nobody' })).toBeNull()
  await expect(deps.planExperiment(PLAN, NEVER)).rejects.toMatchObject({ code: 'bad_argument' })
  expect(await deps.endExperiment('rescue')).toMatchObject({ state: 'ended', ended_at: new Date(NOW).toISOString() })
  await expect(deps.exposeAccount('rescue', { account: 'n2' })).rejects.toMatchObject({ code: 'bad_argument' })
  const rows = async () =>
    (await story.get<{ data: ExperimentRow[] }>('/experiments')).data.map(({ name, version }) => `${name} ${version}`)
  expect(await rows()).toEqual(['rescue v1'])
  await deps.planExperiment(PLAN, NEVER)
  expect(await rows()).toEqual(['rescue v2'])
}

async function tellRefusals(story: Story, deps: Deps): Promise<void> {
  const plan = (more: object) => deps.planExperiment({ ...PLAN, ...more }, NEVER)
  for (const more of [{ outcome: 'left' }, { covariate: 'mood' }, { guardrails: ['Nothing'] }, { segment: 'colour' }])
    await expect(plan(more)).rejects.toMatchObject({ code: 'unknown_name' })
  const { effect: _, ...without } = PLAN
  for (const more of [{ units: 100 }, { effect: 0.95 }])
    await expect(plan(more)).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(deps.planExperiment(without, NEVER)).rejects.toMatchObject({ code: 'bad_argument' })
  expect(await story.refusalOf('/experiments/nothing')).toEqual([400, 'unknown_name'])
  expect(await story.refusalOf('/experiments/rescue?cost=4')).toEqual([400, 'bad_argument'])
  expect(await story.refusalOf('/cohorts/before-after?since=soon')).toEqual([400, 'bad_argument'])
  expect(await story.refusalOf('/cohorts/before-after?since=2026-04-01&unaffected=nobody')).toEqual([
    400,
    'unknown_name',
  ])
}

it('an experiment of the product is read from its events, and cohorts before and after a change are told apart', async () => {
  const story = await openPast(config, NOW, PAST)
  const deps = apiDeps(story.project(), () => new Uint8Array())
  const { base: _, ...plan } = PLAN
  const row = await deps.planExperiment({ ...plan, name: 'editor', control: 'control', effect: 0.01 }, NEVER)
  // The base rate is that of history: some of some hundred account-weeks.
  expect(row).toMatchObject({ state: 'running', control: 'control', exposed: { treated: 0, holdout: 0 } })
  expect(row.base).toBeGreaterThan(0.01)
  await expect(deps.exposeAccount('editor', { account: 'n1' })).rejects.toMatchObject({ code: 'bad_argument' })
  const answer = await story.get<UpliftAnswer>('/experiments/editor')
  const held = CUSTOMERS.filter((one) => armOf(one) === 'holdout').length
  expect(answer).toMatchObject({
    ...{ treated: { exposed: 150 - held, outcomes: 0 }, holdout: { exposed: held, outcomes: held } },
    ...{ left_out: { mixed: 1 }, guardrails: [], verdict: { ruling: 'works' } },
  })
  const cohorts = await story.get<CohortsAnswer>(
    '/cohorts/before-after?since=2026-04-01&from=2026-02-15&outcome=converted&within_days=21',
  )
  expect(cohorts).toMatchObject({
    before: { accounts: 12, outcomes: 3 },
    after: { accounts: 12, outcomes: 6 },
    ...{ crude: 0.25, segment: 'use', verdict: { ruling: 'inconclusive' }, left_out: { too_early: 1 } },
  })
  const beside = await story.get<CohortsAnswer>(
    '/cohorts/before-after?since=2026-04-01&from=2026-02-15&outcome=converted&within_days=21&unaffected=none',
  )
  expect(beside.before.accounts + beside.unaffected!.before.accounts).toBe(12)
  expect(beside.unaffected).toMatchObject({ group: 'none', alike_before: null })
  expect(cohorts.standardised!.estimate).toBeCloseTo(0.25, 12)
  expect(cohorts.caveats[0]).toContain('rise by themselves')
  expect(JSON.stringify([answer, cohorts])).not.toMatch(/NaN|Infinity|cause[sd]/)
})
