import { describe, expect, it } from 'vitest'
import { converted, count, days, defineConfig, event, milestone } from '../../src/index.ts'
import type { Newcomer } from '../../src/reports/onboarding/newcomer.ts'
import { instant, openReport } from './open-report.ts'

const CONFIG = defineConfig({
  product: { model: 'trial', trialDays: 14 },
  events: { note: event('Note Written', { kind: 'core' }), invite: event('Invite Sent', { kind: 'team' }) },
  activation: {
    within: days(14),
    milestones: {
      note: milestone('core').when(count('note').atLeast(1)),
      invite: milestone('team').when(count('invite').atLeast(1)),
    },
  },
  outcomes: { converted: converted() },
})

/** Signed up on 1 March at noon; the rest in days after that. */
function newcomer(told: {
  readonly used?: number
  readonly did?: readonly number[]
  readonly activated?: number
  readonly bought?: number | null
  readonly left?: number
  readonly back?: number
  readonly signUp?: string
}): Newcomer {
  const signUp = instant(told.signUp ?? '2026-03-01')
  const after = (age: number): number => signUp + age * 86_400_000
  const { used, did = [], activated: on, bought, left, back } = told
  return {
    ...{ account: 'acme', signUp, status: null, checklist: null, reached: did.map(after) },
    firstActive: used === undefined ? null : after(used),
    activatedAt: on === undefined ? null : after(on),
    outcomes: bought === null ? null : bought === undefined ? [] : [after(bought)],
    unpaid:
      left === undefined
        ? []
        : [{ from: after(left), to: back === undefined ? Number.POSITIVE_INFINITY : after(back) }],
  }
}

const NEWCOMERS = [
  // Both milestones on the third day and after, bought on the 20th.
  newcomer({ used: 1, did: [2, 3], activated: 3, bought: 20 }),
  // The same, slower, and not bought.
  newcomer({ used: 1, did: [2, 9], activated: 9 }),
  // Bought before day 7, with one milestone, and one more afterwards.
  newcomer({ used: 1, did: [2, 8], activated: 8, bought: 5 }),
  // One milestone, on day 7 to the second: not before it.
  newcomer({ used: 0, did: [7], bought: 28 }),
  // Left again; looked around only; never came; bought a moment too late.
  newcomer({ used: 0, did: [1], left: 6 }),
  newcomer({ used: 10 }),
  newcomer({}),
  newcomer({ used: 0, bought: 28.01 }),
  // Not followed to day 28, and of whom nothing can be told.
  newcomer({ signUp: '2026-04-20', used: 0, did: [1], bought: 2 }),
  newcomer({ used: 0, bought: null }),
]
const STORY = { config: CONFIG, newcomers: NEWCOMERS, now: '2026-05-01' }

type Row = { value: string; newcomers: number; outcomes: number; part_of: string | null }
const shortly = (rows: readonly Row[]) => rows.map((row) => [row.value, row.newcomers, row.outcomes])

describe('what became of newcomers', () => {
  it('by milestones done within the days; who never used it counts among all alone', async () => {
    const ask = await openReport(STORY)
    const { rows, used, never_used, signed_up, left_out, reading } = await ask('onboarding', {})
    expect(reading).toBe('descriptive')
    expect(shortly(rows)).toEqual([
      ['2', 3, 2],
      ['1', 2, 1],
      ['0', 2, 0],
    ])
    // 3 of 7 by Wilson's formula, by hand.
    expect(used).toMatchObject({ newcomers: 7, outcomes: 3 })
    expect(used.rate!.estimate).toBeCloseTo(0.428571, 6)
    expect(used.rate!.lower).toBeCloseTo(0.158217, 5)
    expect(used.rate!.upper).toBeCloseTo(0.749539, 5)
    expect([never_used.newcomers, signed_up.newcomers, signed_up.outcomes]).toEqual([1, 8, 3])
    for (const { value, newcomers, outcomes } of rows) {
      const all = (await ask('onboarding', { actors_of: { value } })).actors!
      const had = (await ask('onboarding', { actors_of: { value, had: true } })).actors!
      expect([all.total, had.total, all.data.length]).toEqual([newcomers, outcomes, newcomers])
    }
    await expect(ask('onboarding', { actors_of: { value: '9' } })).rejects.toThrow('There are: 2, 1, 0')
    expect(left_out).toEqual({ too_early: 1, decided: 0, left: 0, untold: 1 })
  })

  it('at a landmark by what was done before it; who had decided or left by then counts nowhere', async () => {
    const ask = await openReport(STORY)
    const { rows, used, never_used, left_out, complete, reading } = await ask('onboarding', { landmark: 7 })
    expect(reading).toBe('landmark')
    expect(shortly(rows)).toEqual([
      ['2', 1, 1],
      ['1', 1, 0],
      ['0', 2, 1],
    ])
    expect([used.newcomers, never_used.newcomers]).toEqual([4, 2])
    expect(left_out).toEqual({ too_early: 0, decided: 2, left: 1, untold: 1 })
    expect(complete).toBe(true)
  })

  it('by speed, with who has done nothing told apart; before day 15 the others are pending', async () => {
    const ask = await openReport(STORY)
    const whole = await ask('onboarding', { by: 'speed' })
    expect(shortly(whole.rows)).toEqual([
      ['fast', 1, 1],
      ['normal', 0, 0],
      ['slow', 2, 1],
      ['failed', 4, 1],
      ['failed, nothing done', 2, 0],
    ])
    expect(whole.rows.at(-1)?.part_of).toBe('failed')
    const early = await ask('onboarding', { by: 'speed', landmark: 7, of: 'signed_up' })
    expect(shortly(early.rows)).toEqual([
      ['fast', 1, 1],
      ['normal', 0, 0],
      ['slow', 0, 0],
      ['pending', 5, 1],
      ['pending, nothing done', 4, 1],
    ])
  })

  it('in groups of milestones, of the sign-ups of some days', async () => {
    const ask = await openReport(STORY)
    const { rows } = await ask('onboarding', { groups: [1], date_to: '2026-03-01' })
    expect(shortly(rows)).toEqual([
      ['1 to 2', 5, 3],
      ['0', 2, 0],
    ])
    const later = await ask('onboarding', { date_from: '2026-03-02' })
    expect([later.signed_up.newcomers, later.left_out.too_early]).toEqual([0, 1])
  })

  it('counts who had left and is back by the landmark, at a landmark in between not', async () => {
    const newcomers = [newcomer({ used: 0, did: [1], left: 3, back: 6, bought: 20 })]
    const ask = await openReport({ ...STORY, newcomers })
    const at = async (landmark: number) => {
      const { rows, left_out } = await ask('onboarding', { landmark })
      return [...shortly(rows.filter((row) => row.newcomers > 0)), left_out.left]
    }
    expect([await at(2), await at(5), await at(7)]).toEqual([[['1', 1, 1], 0], [1], [['1', 1, 1], 0]])
  })

  it('refuses an outcome window that ends before its landmark, an unknown outcome, and a product without onboarding', async () => {
    const ask = await openReport(STORY)
    await expect(ask('onboarding', { landmark: 28 })).rejects.toMatchObject({ code: 'bad_argument' })
    await expect(ask('onboarding', { outcome: 'bought' })).rejects.toMatchObject({ code: 'unknown_name' })
    const bare = await openReport({ config: defineConfig({ events: {}, outcomes: { converted: converted() } }) })
    await expect(bare('onboarding', {})).rejects.toMatchObject({ code: 'bad_argument' })
  })
})
