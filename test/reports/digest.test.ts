import { expect, it } from 'vitest'
import { phraseDigest } from '../../src/contract/phrase-digest.ts'
import { bands, defineConfig, event, trait } from '../../src/index.ts'
import { reportDigest } from '../../src/reports/metrics/report-digest.ts'
import { reportTree } from '../../src/reports/metrics/report-metrics.ts'
import { openSource, type Told } from './open-report.ts'
import { subscriptions } from './paid.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core', feature: 'notes' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 100 }) },
  metrics: {
    northStar: { event: 'note', title: 'Teams that write', inputs: ['core_feature_adoption', 'stickiness', 'l7'] },
    watch: { wau: { owner: 'Ana', next: 'Call those who left' } },
  },
})

const on = (day: string, people: readonly string[]): Told[] =>
  people.map((who) => ({ at: day, who, in: who.startsWith('s') ? 'small' : 'large' }))
const people = (n: number, of: string) => Array.from({ length: n }, (_, i) => `${of}${i}`)

/** Thirty of a small and ten of a large account in January, six and ten now; MRR a quarter down. */
const story = {
  config,
  now: '2026-03-02T06:00:00Z',
  events: [
    ...on('2026-01-30', [...people(30, 's'), ...people(10, 'l')]),
    ...on('2026-02-27', [...people(6, 's'), ...people(10, 'l')]),
  ],
  segments: (_: string, account: number) => (account === 1 ? 'small' : 'large'),
  batch: {
    subscriptions: subscriptions([
      { account: 'small', from: '2026-01-01', to: '2026-02-10', minor: 1000 },
      { account: 'large', from: '2026-01-01', minor: 3000 },
    ]),
    traits: ['small', 'large'].map((subject, i) => ({
      ...{ n: 900 + i, of: 'account' as const, subject, key: 'created_at', value: '2026-01-01', from: 0, knownAt: 0 },
    })),
  },
}

it('a weekly digest: what moved, in which group most, and whose next step it is', async () => {
  const source = await openSource(story)
  const digest = { ...(await reportDigest(source, { cadence: 'weekly' })), alerts: [] }
  expect(phraseDigest(digest)).toMatchInlineSnapshot(`
    "Weekly digest, as of the end of 2026-03-01. No event is excluded.

    Worse
    - Weekly active users 16, before 40. Most in size small: 6, before 30. Ana: Call those who left
    - Monthly active users 16, before 40. Most in size small: 6, before 30. product: Look for the habit that stopped: which feature, which kind of account."
  `)
  expect(digest).toEqual({ ...(await reportDigest(source, { cadence: 'weekly' })), alerts: [] })
})

it('a monthly digest tells of money; a daily one of nothing, for nothing moved', async () => {
  const source = await openSource(story)
  expect(phraseDigest({ ...(await reportDigest(source, { cadence: 'monthly' })), alerts: [] })).toMatchInlineSnapshot(`
    "Monthly digest, as of the end of 2026-03-01. No event is excluded.

    Worse
    - Monthly recurring revenue 30 EUR, before 40 EUR. Most in size small: 0 EUR, before 10 EUR. revenue: Open the movement: which accounts, and what their usage had said before.
    - Annual recurring revenue 360 EUR, before 480 EUR. Most in size small: 0 EUR, before 120 EUR. revenue: Open the movement: which accounts, and what their usage had said before.
    - New MRR 0 EUR, before 40 EUR. Most in size large: 0 EUR, before 30 EUR. revenue: Open the movement: which accounts, and what their usage had said before.
    - Churned MRR 10 EUR, before 0 EUR. Most in size small: 10 EUR, before 0 EUR. revenue: Open the movement: which accounts, and what their usage had said before.

    Better
    - Revenue per account 30 EUR, before 20 EUR. revenue: Look at new customers beside old ones: are smaller ones coming in?"
  `)
  const daily = { ...(await reportDigest(source, { cadence: 'daily' })), alerts: [] }
  expect(phraseDigest(daily)).toBeNull()
  expect(daily.moved).toEqual([])
})

it('the tree of the North Star: its inputs in their order', async () => {
  const { north_star, inputs } = await reportTree(await openSource(story), undefined)
  expect([north_star.title, north_star.value, north_star.previous]).toEqual(['Teams that write', 2, 2])
  expect(inputs.map(({ id }) => id)).toEqual(['core_feature_adoption', 'stickiness', 'l7'])
})
