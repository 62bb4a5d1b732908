import { expect, it } from 'vitest'
import { converted, count, days, defineConfig, event, outcome, signal } from '../../src/index.ts'
import { instant, openReport } from './open-report.ts'

const CONFIG = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  outcomes: { converted: converted() },
  signals: {
    keen: signal('intent')
      .when(count('note', days(7)).atLeast(3))
      .predicts(outcome('converted').within(days(7))),
  },
})

const at = (day: string): number => instant(`2026-03-${day}`)
const bought = (...on: number[]) => ({ outcomes: on, unpaid: [] })

/** Six accounts: which bought, and when the signal opened for them. */
const STORY = {
  config: CONFIG,
  now: '2026-04-01',
  events: ['ada', 'bo', 'cy', 'di', 'el', 'flo'].map((account) => ({ at: '2026-03-01', who: 'ana', in: account })),
  fates: {
    ada: bought(at('10'), at('20')),
    bo: bought(at('12')),
    cy: bought(at('15')),
    di: bought(),
    el: { outcomes: null, unpaid: [] },
    flo: bought(at('25')),
  },
  openings: {
    // Seven days before, to the moment; the opening after the purchase is none of it.
    ada: [at('03'), at('11')],
    // Eight days before; four days before, after one that was longer ago.
    bo: [at('04')],
    flo: [at('02'), at('21')],
    // Never followed; and too late to tell.
    di: [at('05'), at('28')],
  },
}

it('says before how many purchases the signal had opened, how long, and how often it was followed', async () => {
  const ask = await openReport(STORY)
  const told = await ask('notice', { signal: 'keen' })
  expect(told).toMatchObject({ within_days: 7, outcomes: 4, episodes: 6, complete: false })
  expect([told.noticed.count, told.earlier.count, told.unannounced.count]).toEqual([2, 1, 1])
  // Followed: ada on the 3rd (the 10th), on the 11th not (nine days); flo on the 21st.
  expect([told.followed.count, told.followed.rate!.estimate]).toEqual([2, 2 / 6])
  // Notices of 4, 7 and 8 days.
  expect(told.days).toEqual({ lower_quartile: 5.5, median: 7, upper_quartile: 7.5 })
})

it('of other days and another stretch of time', async () => {
  const ask = await openReport(STORY)
  const told = await ask('notice', { signal: 'keen', within_days: 8, date_from: '2026-03-11', date_to: '2026-03-15' })
  expect([told.outcomes, told.noticed.count, told.unannounced.count, told.episodes]).toEqual([2, 1, 1, 1])
  expect(told.earlier.count).toBe(0)
})

it('refuses a signal and an outcome that are none', async () => {
  const ask = await openReport(STORY)
  await expect(ask('notice', { signal: 'kean' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(ask('notice', { signal: 'keen', outcome: 'bought' })).rejects.toMatchObject({ code: 'unknown_name' })
})
