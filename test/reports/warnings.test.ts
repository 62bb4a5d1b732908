import { expect, it } from 'vitest'
import {
  activeDays,
  churned,
  count,
  days,
  defineConfig,
  event,
  expanded,
  outcome,
  part,
  rising,
  score,
  signal,
} from '../../src/index.ts'
import type { Stay } from '../../src/reports/question/report-source.ts'
import { instant, openReport } from './open-report.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  outcomes: { churned: churned(), expanded: expanded() },
  scores: {
    health: score({ use: part(100, activeDays(days(28)), rising(0, 20)) }).bands({
      healthy: 70,
      watch: 40,
      'at risk': 0,
    }),
  },
  signals: {
    quiet: signal('risk').when(count('note', days(7)).atMost(0)),
    asks: signal('intent')
      .when(count('note', days(7)).atLeast(9))
      .predicts(outcome('churned').within(days(30))),
    grows: signal('risk')
      .when(count('note', days(7)).atLeast(5))
      .predicts(outcome('expanded').within(days(30))),
  },
})

const stay = (name: string, from: string, to: string | null = null): Stay => ({
  ...{ kind: name.includes('.') ? 'band' : 'signal', name },
  ...{ from: instant(from), to: to === null ? null : instant(to) },
})
const left = (...on: string[]) => ({ outcomes: on.map(instant), unpaid: [] })

it('of each account that left what had warned of it, with the days before, and none where none', async () => {
  const ask = await openReport({
    config,
    events: ['ada', 'bo', 'cy', 'di'].map((account) => ({ at: '2025-09-01', who: 'ana', in: account })),
    fates: { ada: left('2026-03-31'), bo: left('2026-04-02'), cy: left('2026-04-01', '2026-05-01'), di: left() },
    stays: {
      ada: [
        // The first band is none that it fell into; over for more than ninety days by then; still open; never of churn.
        stay('health.healthy', '2025-09-01', '2026-03-01'),
        stay('quiet', '2025-12-01', '2025-12-20'),
        stay('health.watch', '2026-03-01', '2026-03-21'),
        stay('quiet', '2026-03-11'),
        stay('grows', '2026-03-12'),
        stay('health.at risk', '2026-03-21'),
        // After it.
        stay('asks', '2026-04-05'),
      ],
      // Better than before, and a signal that predicts it, over by then.
      bo: [
        stay('health.at risk', '2025-09-01', '2026-03-01'),
        stay('health.watch', '2026-03-01'),
        stay('asks', '2026-03-23', '2026-03-25'),
      ],
      cy: [stay('health.at risk', '2025-09-01')],
      di: [stay('quiet', '2026-03-01')],
    },
  })
  const { rows, accounts, warned } = await ask('warnings')
  expect([accounts, warned.count, warned.rate?.estimate]).toEqual([3, 2, 2 / 3])
  expect(rows).toEqual([
    {
      ...{ account: 'bo', decided: '2026-04-02T12:00:00.000Z', notice_days: 10 },
      warnings: [{ kind: 'signal', name: 'asks', since: '2026-03-23T12:00:00.000Z', days: 10, open: false }],
    },
    { account: 'cy', decided: '2026-04-01T12:00:00.000Z', notice_days: null, warnings: [] },
    {
      ...{ account: 'ada', decided: '2026-03-31T12:00:00.000Z', notice_days: 30 },
      warnings: [
        { kind: 'band', name: 'health.watch', since: '2026-03-01T12:00:00.000Z', days: 30, open: false },
        { kind: 'signal', name: 'quiet', since: '2026-03-11T12:00:00.000Z', days: 20, open: true },
        { kind: 'band', name: 'health.at risk', since: '2026-03-21T12:00:00.000Z', days: 10, open: true },
      ],
    },
  ])
  const april = await ask('warnings', { date_from: '2026-04-02', within_days: 7 })
  expect(april.rows.map(({ account, notice_days }) => [account, notice_days])).toEqual([
    ['cy', null],
    ['bo', null],
  ])
  await expect(ask('warnings', { outcome: 'won' })).rejects.toThrow('won')
})
