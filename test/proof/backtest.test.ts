import { expect, it, vi } from 'vitest'
import {
  churned,
  converted,
  count,
  days,
  defineConfig,
  event,
  outcome,
  part,
  rising,
  score,
  signal,
} from '../../src/index.ts'
import { backtest } from '../../src/run/prove/backtest.ts'
import { openPast, pays, prove, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 60_000 })

const events = { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'other' }) }
const config = defineConfig({
  events,
  outcomes: { churned: churned(), converted: converted() },
  signals: {
    alarm: signal('risk')
      .on('alarm')
      .predicts(outcome('churned').within(days(30))),
    silent: signal('risk').when(count('note', days(28)).atMost(0)),
  },
})

/** Who pays since 10 January; with alarms, and the day on which it was decided to cancel. */
function customer(account: string, alarms: readonly string[], cancels: string | null, payment = true): object[] {
  const ends = cancels === null ? {} : { cancelDecidedAt: `2026-${cancels}T09:00:00Z`, to: '2026-05-30T00:00:00Z' }
  return [
    track(account, 'Note Written', '01-08'),
    ...alarms.map((on) => track(account, 'Alarm Raised', on)),
    ...(payment ? [pays(account, '01-10', ends)] : []),
  ]
}

const PAST = [
  track('first', 'Note Written', '01-05'),
  track('last', 'Note Written', '05-31'),
  ...customer('right', ['02-01'], '02-21'),
  ...customer('late', ['02-01'], '02-05'),
  ...customer('wrong', ['02-01'], null),
  ...customer('gone', ['03-10'], '03-01'),
  ...customer('young', ['05-20'], null),
  ...customer('missed', [], '04-01'),
  // The first alarm is 37 days ahead, the second 18: tested once, and seen in time.
  ...customer('twice', ['02-01', '02-20'], '03-10'),
  ...customer('free', ['02-01'], null, false),
]

it('what a signal would have said and what came of it, counted by hand: right, wrong, too late, too early, missed', async () => {
  const story = await openPast(config, '2026-06-01T12:00:00Z', PAST)
  const answer = await prove(story.project())
  expect([answer.from, answer.to, answer.accounts]).toEqual(['2026-01-05', '2026-05-31', 10])
  expect(answer.arrival_assumed).toEqual({ events: 18, of: 18 })
  expect(answer.not_judged).toEqual([
    { kind: 'signal', name: 'silent', why: expect.stringContaining('does not say what it predicts') },
  ])
  const [proof, ...others] = answer.proofs
  expect(others).toEqual([])
  expect(proof).toMatchObject({
    ...{ kind: 'signal', name: 'alarm', outcome: 'churned', within_days: 30, gap_days: 7, alerts: 8 },
    tested: { right: 1, wrong: 2, too_late: 1, too_early: 1, not_at_risk: 2, untold: 0 },
    // Of five who left: `right` and `twice` were seen at least a week ahead, `late`, `gone` and `missed` were not.
    recall: { outcomes: 5, caught: 2, missed: 3 },
    precision: { estimate: 1 / 3 },
    notice: { median: 20, lower_quartile: 20, upper_quartile: 20 },
    flapping: { again: 0, cleared: 8 },
    verdict: { ruling: 'not_enough_data', reasons: ['sample'] },
    still_needed: { of: 'cases', have: 3, need: 30 },
  })
  expect(proof!.verdict.sentence).toMatch(/^Not enough data\. 3 of the 30 cases we need\./)
  // The base is of the four Mondays' week of the alarms: 26 January, since those of 1 February were raised before 2 February.
  const atRiskWithout = ['gone', 'young', 'missed']
  expect(proof).toMatchObject({ others: { rows: atRiskWithout.length, outcomes: 0 } })
  expect(JSON.stringify(answer)).not.toMatch(/NaN|null,"lower"|Infinity|cause[sd]/)
})

it('the same counts however the outcome is asked for: another outcome, other windows', async () => {
  const story = await openPast(config, '2026-06-01T12:00:00Z', PAST)
  const wider = await prove(story.project(), { what: 'alarm', within_days: 40, gap_days: 0 })
  expect(wider.proofs[0]).toMatchObject({ tested: { right: 3, wrong: 1, too_late: 0, too_early: 1, not_at_risk: 2 } })
  const bought = await prove(story.project(), { what: 'silent', outcome: 'converted', within_days: 10 })
  expect(bought.proofs.map(({ name, outcome: of }) => [name, of])).toEqual([['silent', 'converted']])
})

it('bad questions and thin data get a plain answer, and never a number that is none', async () => {
  const story = await openPast(config, '2026-01-20T12:00:00Z', PAST.slice(0, 1))
  const project = story.project()
  const thin = await prove(project)
  expect(thin.proofs[0]).toMatchObject({
    verdict: { ruling: 'not_enough_data' },
    precision: null,
    lift: null,
    notice: null,
  })
  expect(JSON.stringify(thin)).not.toMatch(/NaN|Infinity/)
  await expect(prove(project, { what: 'alarms' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(prove(project, { outcome: 'left' })).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(prove(project, { within_days: 5, gap_days: 5 })).rejects.toMatchObject({ code: 'bad_argument' })
  const stopped = new AbortController()
  stopped.abort(new Error('gone'))
  const giveUp = backtest(project, { what: 'all' }, { stop: stopped.signal, progress: () => {} })
  await expect(giveUp).rejects.toThrow('gone')
})

it('a project without any event says so', async () => {
  const story = await openPast(config, '2026-01-20T12:00:00Z', [])
  const answer = await prove(story.project())
  expect([answer.from, answer.accounts, answer.proofs[0]?.verdict.ruling]).toEqual([null, 0, 'not_enough_data'])
})

it('a configuration that is only tried is checked as data: what is no configuration, too deep, or would need a rebuild is refused', async () => {
  const story = await openPast(config, '2026-06-01T12:00:00Z', PAST)
  const project = story.project()
  const hash = project.config.judged.model.hash
  const other = defineConfig({
    events,
    outcomes: { churned: churned() },
    scores: { use: score({ notes: part(100, count('note', days(28)), rising(0, 5)) }).bands({ much: 50, little: 0 }) },
    signals: {
      often: signal('risk')
        .when(count('alarm', days(30)).atLeast(2))
        .predicts(outcome('churned').within(days(30))),
    },
  })
  const answer = await prove(project, { config: JSON.parse(JSON.stringify(other.draft)) })
  expect(answer.proofs.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['signal often', 'score use'])
  expect(answer.config_hash).not.toBe(hash)
  expect(project.config.judged.model.hash).toBe(hash)
  const zone = defineConfig({ ...{ events }, product: { timezone: 'Europe/Paris' } })
  await expect(prove(project, { config: zone.draft })).rejects.toMatchObject({
    code: 'bad_argument',
    message: expect.stringContaining('the time zone'),
  })
  let deep: object = {}
  for (let i = 0; i < 10_000; i++) deep = { of: deep }
  const hostile = [
    null,
    7,
    'x',
    [],
    {},
    { ...config.draft, signals: 1 },
    { ...config.draft, signals: { a: { when: deep } } },
    deep,
  ]
  for (const draft of hostile)
    await expect(prove(project, { config: draft })).rejects.toMatchObject({
      code: expect.stringMatching(/^(bad_argument|config_invalid)$/),
    })
})
