import { expect, it } from 'vitest'
import type { Fate } from '../../src/reports/landmark/fate.ts'
import { openReport, type Told } from './open-report.ts'

const at = (text: string) => Date.parse(text)
const signedUp = (n: number, account: string, day: string) => ({
  ...{ n, of: 'account' as const, subject: account, key: '$first_seen', value: `${day}T00:00:00.000Z` },
  ...{ from: at(day), knownAt: 0 },
})
const used = (account: string, day: string, did = 'report'): Told => ({
  at: day,
  who: `${account}-user`,
  in: account,
  did,
})
const PAYS = [{ from: Number.NEGATIVE_INFINITY, to: at('2026-01-01') }]
const pays: Fate = { outcomes: [], unpaid: PAYS }
const leaves = (day: string): Fate => ({
  outcomes: [at(day)],
  unpaid: [...PAYS, { from: at(day), to: Number.POSITIVE_INFINITY }],
})

/** All signed up on 1 March; the landmark is 15 March, the days are over on 14 April. */
const story = {
  events: [
    ...['a', 'b', 'c', 'late', 'early', 'was'].map((account) => used(account, '2026-03-01', 'visit')),
    used('a', '2026-03-02'),
    used('b', '2026-03-14T23:59:59Z'),
    used('early', '2026-03-03'),
    used('was', '2026-02-20'),
    used('late', '2026-03-15T00:00:00Z'),
    { ...used('staff', '2026-03-02'), excluded: true },
    { ...used('nobody', '2026-03-02'), in: null },
  ],
  batch: {
    traits: [
      ...['a', 'b', 'c', 'late', 'early', 'was', 'free', 'untold'].map((account, i) =>
        signedUp(50 + i, account, '2026-03-01'),
      ),
      signedUp(60, 'other', '2026-02-01'),
      ...['a', 'c'].map((subject, i) => ({
        ...{
          n: 70 + i,
          of: 'account' as const,
          subject,
          key: '$source',
          value: 'ad',
          from: at('2026-03-01'),
          knownAt: 0,
        },
      })),
    ],
  },
  fates: {
    a: pays,
    b: leaves('2026-04-14T00:00:00Z'),
    c: leaves('2026-03-20T00:00:00Z'),
    late: leaves('2026-04-14T00:00:01Z'),
    early: leaves('2026-03-10T00:00:00Z'),
    was: leaves('2026-03-30T00:00:00Z'),
    free: { outcomes: [], unpaid: [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }] },
    untold: { outcomes: null, unpaid: PAYS },
  },
}
const asked = {
  ...{ date_from: '2026-03-01', date_to: '2026-03-01', within_days: 30, outcome: 'churned' },
  by: { event: 'report' },
}

/** Wilson's limits, worked out from the formula as it is written. */
function wilson(k: number, n: number) {
  const z = 1.959963984540054
  const p = k / n
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return { estimate: p, lower: middle - half, upper: middle + half }
}

it('who did it before the landmark against who did not, the whole answer: later use is no exposure, and who had gone is in no group', async () => {
  const ask = await openReport({ ...story, now: '2026-05-01' })
  const answer = await ask('landmark', { ...asked, actors_of: { value: false, had: true } })
  const { groups, ...rest } = answer
  expect(rest).toEqual({
    definition:
      'Of the accounts that signed up in the range, by whether they had the event "report" before the moment 14 days later: how many had the outcome "churned" in the 30 days after that. Who had gone by then, or had it already, is in no group. It says what goes together, not what causes what; days of UTC.',
    ...{ complete: true, excluded: 1, without_account: 1, warnings: [], ready: null },
    left_out: { too_early: 0, decided: 0, left: 2, untold: 1 },
    actors: { total: 2, data: [{ account: 'c' }, { account: 'was' }] },
  })
  // Did: a stays, b leaves in the last instant of the days. Did not: c and was leave, late does a second too late.
  expect(groups.map(({ value, accounts, outcomes }) => [value, accounts, outcomes])).toEqual([
    [false, 3, 2],
    [true, 2, 1],
  ])
  const [no, yes] = groups as [(typeof groups)[0], (typeof groups)[0]]
  expect(yes.rate!.lower).toBeCloseTo(wilson(1, 2).lower, 12)
  expect(no.rate!.upper).toBeCloseTo(wilson(2, 3).upper, 12)
  const distance = Math.hypot(1 / 2 - wilson(1, 2).lower, wilson(2, 3).upper - 2 / 3)
  expect(yes.difference!.estimate).toBeCloseTo(1 / 2 - 2 / 3, 12)
  expect(yes.difference!.lower).toBeCloseTo(1 / 2 - 2 / 3 - distance, 12)
  expect(yes.ratio!.estimate).toBeCloseTo(3 / 4, 12)
})

it('by source, within strata; before the days are over nobody is counted', async () => {
  const ask = await openReport({ ...story, now: '2026-05-01' })
  const short = (groups: readonly { value: unknown; accounts: number; outcomes: number }[]) =>
    groups.map(({ value, accounts, outcomes }) => [value, accounts, outcomes])
  const bySource = await ask('landmark', { ...asked, by: 'source', breakdown: 'tenure' })
  expect(short(bySource.groups)).toEqual([
    [null, 3, 2],
    ['ad', 2, 1],
  ])
  expect(bySource.groups.map(({ another_story }) => another_story)).toEqual([false, false])
  expect(bySource.groups[1]!.adjusted!.estimate).toBeCloseTo(bySource.groups[1]!.ratio!.estimate, 12)
  expect(bySource.buckets?.map(({ value, groups }) => [value, short(groups)])).toEqual([
    [
      'under 1 month',
      [
        [null, 3, 2],
        ['ad', 2, 1],
      ],
    ],
  ])
  const often = await ask('landmark', { ...asked, by: { event: 'report', at_least: 2 } })
  expect(short(often.groups)).toEqual([[false, 5, 3]])
  expect(often.groups[0]).toMatchObject({ difference: null, ratio: null })
  const young = await openReport({ ...story, now: '2026-04-13' })
  expect(await young('landmark', asked)).toMatchObject({
    complete: false,
    groups: [],
    left_out: { too_early: 5, left: 2, untold: 1 },
    ready: '2026-04-14',
  })
})

it('what comes but once is decided at the landmark; of a date all that were there are looked at', async () => {
  const fates = { a: { outcomes: [at('2026-03-10')], unpaid: [] }, b: { outcomes: [at('2026-03-16')], unpaid: [] } }
  const ask = await openReport({ ...story, fates, now: '2026-05-01' })
  const once = await ask('landmark', { ...asked, outcome: 'converted', filter: { trait: '$source', op: 'is_set' } })
  expect(once.left_out).toEqual({ too_early: 0, decided: 1, left: 0, untold: 1 })
  const { left_out } = await ask('landmark', { ...asked, outcome: 'converted', start: 'date', date_from: '2026-03-01' })
  expect(Object.values(left_out).reduce((sum, n) => sum + n, 0)).toBe(8)
})

it('refuses what it cannot answer, with what there is', async () => {
  const ask = await openReport({ ...story, now: '2026-05-01' })
  const refused = async (more: object) => {
    const error = await ask('landmark', { ...asked, ...more }).catch((one) => one)
    return [error.code, error.params?.valid ?? error.params?.expected]
  }
  expect(await refused({ outcome: 'won' })).toEqual(['unknown_name', 'churned, converted, expanded'])
  expect(await refused({ outcome: 'activated' })).toEqual(['unknown_name', 'churned, converted, expanded'])
  expect(await refused({ by: 'role' })).toEqual([
    'bad_argument',
    'what accounts are without any event: a trait, a segment, a band, "plan" or "tenure"',
  ])
  expect((await refused({ by: { event: 'reprot' } }))[0]).toBe('unknown_name')
  expect((await refused({ filter: { event_property: 'x', op: 'is_set' } }))[0]).toBe('unknown_name')
})
