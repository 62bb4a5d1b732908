import { expect, it } from 'vitest'
import { churned, count, days, defineConfig, event, outcome, signal } from '../../src/index.ts'
import { openPast, pays, prove, track } from './open-past.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'other' }) },
  outcomes: { churned: churned() },
  signals: {
    alarms: signal('risk')
      .when(count('alarm', days(30)).atLeast(1))
      .predicts(outcome('churned').within(days(30))),
    manyAlarms: signal('risk')
      .when(count('alarm', days(30)).atLeast(2))
      .predicts(outcome('churned').within(days(30))),
  },
})

/** Eighty accounts with an alarm on 2 February, half of them with two, of which thirty leave; of forty without, four do. */
function* past(): Generator<object> {
  for (let i = 0; i < 120; i++) {
    const account = `a${String(i).padStart(3, '0')}`
    const leaves = i < 30 || i >= 116
    yield track(account, 'Note Written', '01-08')
    if (i < 80) yield track(account, 'Alarm Raised', '02-02')
    if (i < 40) yield track(account, 'Alarm Raised', '2026-02-02T12:00:00Z')
    yield pays(account, '01-10', leaves ? { cancelDecidedAt: '2026-02-20T09:00:00Z', to: '2026-03-04T00:00:00Z' } : {})
    yield track(account, 'Note Written', '04-10')
  }
}

it('a signal with faults is tried at other thresholds: the nearest that has none is named, and where each has some, it is to be dropped', async () => {
  const story = await openPast(config, '2026-04-11T12:00:00Z', [...past()])
  const project = story.project()
  const judged = async (asked: object) => (await prove(project, asked)).proofs[0]!.verdict
  expect(await judged({ what: 'alarms' })).toMatchObject({ ruling: 'keep' })
  // Eighty alerts in thirteen weeks are more than five a week; forty are not.
  const cured = await judged({ what: 'alarms', capacity: 5 })
  expect(cured).toMatchObject({ ruling: 'tune', reasons: ['burden'] })
  expect(cured.sentence).toContain(
    'But it comes 6.7 times a week for each assignee, who can take 5. A threshold of 2 instead of 1 has none of these faults: 3.3 alerts a week, 75 % right. Tune it.',
  )
  const unusable = await judged({ what: 'alarms', capacity: 0.1 })
  expect([unusable.ruling, unusable.reasons]).toEqual(['drop', ['unusable_at_any_threshold', 'burden']])
  expect(unusable.sentence).toBe(
    'It is real (at least 1.8× as often), but no threshold makes it usable. It comes 6.7 times a week for each assignee, who can take 0.1. Drop it.',
  )
  // How many were asked for changes nothing that is said of one, and neither does where the configuration comes from.
  const { proofs } = await prove(project, { what: 'all', capacity: 5 })
  expect(proofs.map(({ name, verdict }) => [name, verdict.ruling])).toEqual([
    ['alarms', 'tune'],
    ['manyAlarms', 'keep'],
  ])
  expect((await prove(project, { what: 'alarms', capacity: 5 })).proofs).toEqual([proofs[0]])
  expect((await prove(project, { what: 'signal', capacity: 5, config: config.draft })).proofs).toEqual(proofs)
}, 60_000)
