import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { Analyses, AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { count, days, defineConfig, event, milestone, part, rising, score } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), report: event('Report Viewed', { kind: 'depth' }) },
  activation: { milestones: { firstReport: milestone('depth').when(count('report').atLeast(1)) } },
  scores: { health: score({ usage: part(100, count('note', days(7)), rising(0, 4)) }).bands({ low: 0, fine: 50 }) },
})
`

let cwd = ''

/** busy writes all the time, calm a little, gone nothing since January and leaves in March; all pay since January. */
beforeEach(async () => {
  cwd = tempFolder()
  const note = (account: string, day: string, i: number, event = 'Note Written') => ({
    ...{
      type: 'track',
      userId: `${account}-user`,
      event,
      context: { groupId: account },
      messageId: `${account}${day}${i}`,
    },
    timestamp: `${day}T1${i}:00:00Z`,
  })
  const pays = (account: string, mrrMinor: number, more: object = {}) => ({
    ...{
      type: 'subscription',
      groupId: account,
      subscriptionId: account,
      from: '2026-01-01',
      mrrMinor,
      currency: 'EUR',
    },
    ...{ timestamp: '2026-01-01T00:00:00Z', messageId: `s-${account}`, ...more },
  })
  const messages = [
    ...['2026-01-30', '2026-02-27'].flatMap((day) => [0, 1, 2, 3].map((i) => note('busy', day, i))),
    ...['2026-01-30', '2026-02-27'].map((day) => note('calm', day, 0)),
    ...[0, 1, 2].map((i) => note('gone', '2026-01-29', i)),
    note('busy', '2026-02-03', 0, 'Report Viewed'),
    pays('busy', 10_000),
    pays('calm', 4_000),
    pays('gone', 900),
    pays('gone', 900, {
      ...{ to: '2026-04-01', cancelDecidedAt: '2026-03-05T00:00:00Z', messageId: 's-end' },
      timestamp: '2026-03-05T00:00:00Z',
    }),
  ]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), messages.map((message) => JSON.stringify(message)).join('\n'))
  const { err } = await runCommand(['import', 'history.ndjson'], { cwd })
  expect(err).toContain(`${messages.length} rows`)
})

async function analyze<K extends AnalysisKind>(kind: K, question: object): Promise<Analyses[K]['answer']> {
  const { code, out } = await runCommand(['analyze', kind, '--json', JSON.stringify(question)], { cwd })
  expect(code, out).toBe(0)
  return JSON.parse(out)
}

it('MRR by band of health, as accounts stood at the end of each month', async () => {
  const { buckets } = await analyze('revenue', { from: '2026-01-01', to: '2026-03-01', breakdown: { band: 'health' } })
  const ends = buckets!.map(({ value, rows }) => [value, rows.map(({ end, churn }) => [end, churn])])
  // At the end of January gone had three notes of seven days, which is 75 of 100; calm had one. In March nothing was heard: unknown.
  const none = [0, 0]
  expect(ends).toEqual([
    [null, [none, none, [14_900, 0]]],
    ['fine', [[10_900, 0], [10_000, 0], none]],
    ['low', [[4_000, 0], [4_900, 0], none]],
  ])
  const active = await analyze('active', {
    ...{ actor: 'account', interval: 'month', date_from: '2026-01-01', date_to: '2026-02-01' },
    breakdown: { band: 'health' },
  })
  expect(active.buckets?.map(({ value, values }) => [value, values])).toEqual([
    ['fine', [2, 1]],
    ['low', [1, 1]],
    [null, [0, 0]],
  ])
  const { code, err } = await runCommand(
    ['analyze', 'revenue', '--json', JSON.stringify({ breakdown: { band: 'fitness' } })],
    { cwd },
  )
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('There is no score of accounts called fitness. There are: health.'),
  ])
})

it('who left, of those who had seen a report before the landmark and of those who had not; activation by source', async () => {
  const churn = await analyze('landmark', {
    ...{ start: 'date', date_from: '2026-02-01', landmark_days: 14, within_days: 30, outcome: 'churned' },
    by: { event: 'report' },
  })
  expect(churn.groups.map(({ value, accounts, outcomes }) => [value, accounts, outcomes])).toEqual([
    [false, 2, 1],
    [true, 1, 0],
  ])
  const activated = await analyze('landmark', {
    ...{ start: 'first_paid', date_from: '2026-01-01', date_to: '2026-01-01', landmark_days: 0, within_days: 60 },
    ...{ outcome: 'activated', by: 'plan' },
  })
  expect(activated.groups.map(({ value, accounts, outcomes }) => [value, accounts, outcomes])).toEqual([[null, 3, 1]])
})
