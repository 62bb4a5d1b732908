import { expect, it, vi } from 'vitest'
import type { BacktestAnswer } from '../../src/contract/backtest.ts'
import type { StandingDiscovery, StandingSignals } from '../../src/contract/standing.ts'
import { churned, defineConfig, event, retained } from '../../src/index.ts'
import { recomputeVerdicts } from '../../src/run/prove/live-verdicts.ts'
import { keepReady } from '../../src/run/stand/keep-ready.ts'
import type { Story } from '../stories/open-story-project.ts'
import { alarms, openPast, pays, track } from './open-past.ts'

vi.setConfig({ testTimeout: 90_000 })

const NEVER = new AbortController().signal
const config = alarms(14)
/** What is worked out behind a close under it. */
const EVERY = ['signals', 'discover account churned', 'history', 'warnings']

/** Of 60 accounts that pay, every fifth raises an alarm, and every second of these leaves ten days later. */
const PAST = Array.from({ length: 60 }, (_, i) => {
  const account = `a${i}`
  const leaves = i % 10 === 0 ? { cancelDecidedAt: '2026-02-13T09:00:00Z', to: '2026-03-01T00:00:00Z' } : {}
  return [
    track(account, 'Note Written', '01-12'),
    pays(account, '01-14', leaves),
    ...(i % 5 === 0 ? [track(account, 'Alarm Raised', '02-03')] : []),
  ]
}).flat()

const newcomers = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'team' }) },
  outcomes: { retained: retained(7, 14), churned: churned() },
})

/** Four a day, of whom every other one does something on the first day, and three in four of these come back; of the others one in four. */
const NEWCOMERS = Array.from({ length: 560 }, (_, i) => {
  const begins = Date.parse('2026-01-05T09:00:00Z') + Math.floor(i / 4) * 86_400_000
  const on = (day: number): string => new Date(begins + day * 86_400_000).toISOString()
  const does = i % 2 === 0
  const comesBack = does ? i % 8 !== 0 : i % 8 === 1
  return [
    track(`n${i}`, 'Note Written', on(0)),
    ...(does ? [track(`n${i}`, 'Alarm Raised', on(0))] : []),
    ...(comesBack ? [track(`n${i}`, 'Note Written', on(10))] : []),
  ]
}).flat()

it('what the past says of the signals stands behind a close, as if it had been asked, and is worked out once', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', PAST)
  serve(story)
  expect(await signalsOf(story)).toEqual({
    standing: {
      ...{ as_of: null, worked_out_at: null, is_current: false, is_of_config: false, comes: true },
      ...{ run: 'standing signals', cost: { accounts: 60, days: 50, seconds: 1 } },
    },
    answer: null,
  })
  expect(await keepReady(story.project(), NEVER)).toEqual(EVERY)
  expect(await keepReady(story.project(), NEVER)).toEqual([])
  const { standing, answer } = await signalsOf(story)
  expect(standing).toEqual({
    ...{ as_of: '2026-03-02', worked_out_at: '2026-03-03T12:00:00.000Z', is_current: true, is_of_config: true },
    ...{ comes: false, run: 'standing signals', cost: { accounts: 60, days: 50, seconds: 1 } },
  })
  expect(answer).toEqual(await ask(story))
  expect(answer?.proofs).toMatchObject([{ kind: 'signal', name: 'alarm', alerts: 12 }])
})

it('it stands until the next close and over a restart; of a day before or another configuration it says so', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', PAST)
  serve(story)
  await keepReady(story.project(), NEVER)
  const { answer } = await signalsOf(story)
  await story.reopen()
  serve(story)
  expect(await keepReady(story.project(), NEVER)).toEqual([])
  await story.moveTo('2026-03-04T12:00:00Z')
  expect(await signalsOf(story)).toMatchObject({
    standing: { as_of: '2026-03-02', is_current: false, is_of_config: true, comes: true },
    answer,
  })
  expect(await keepReady(story.project(), NEVER)).toEqual(EVERY)
  expect(await signalsOf(story)).toMatchObject({ standing: { as_of: '2026-03-03', is_current: true, comes: false } })
  await story.reopen(alarms(30))
  serve(story)
  expect(await signalsOf(story)).toMatchObject({
    standing: { as_of: '2026-03-03', is_current: false, is_of_config: false, comes: true },
  })
  expect(await keepReady(story.project(), NEVER)).toEqual(EVERY)
  expect(await signalsOf(story)).toMatchObject({ standing: { is_current: true, is_of_config: true } })
})

it('what is broken off midway leaves what stood, and is begun again', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', PAST)
  serve(story)
  await keepReady(story.project(), NEVER)
  await story.moveTo('2026-03-04T12:00:00Z')
  const before = await signalsOf(story)
  const ending = new AbortController()
  const working = keepReady(story.project(), ending.signal).catch(() => {})
  await vi.waitUntil(() => story.project().standing.under !== null, { interval: 1 })
  await story.crash()
  ending.abort(new Error('it ends'))
  await working
  serve(story)
  expect(await signalsOf(story)).toEqual(before)
  expect(await keepReady(story.project(), NEVER)).toEqual(EVERY)
})

it('above so many accounts nothing is worked out by itself; what is asked for stands then', async () => {
  const few = alarms(14, { readyAccounts: 59 })
  const story = await openPast(few, '2026-03-03T12:00:00Z', PAST)
  serve(story)
  expect(await keepReady(story.project(), NEVER)).toEqual([])
  expect((await signalsOf(story)).standing).toMatchObject({ as_of: null, comes: false })
  const answer = await ask(story)
  expect(await signalsOf(story)).toMatchObject({ standing: { as_of: '2026-03-02', is_current: true }, answer })
})

it('the proof of a week stands as if only the signals had been asked for; a question of its own is not kept', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', PAST)
  serve(story)
  await ask(story, { within_days: 20 })
  expect((await signalsOf(story)).answer).toBeNull()
  await recomputeVerdicts(story.project(), { stop: NEVER, progress: () => {} })
  expect(await keepReady(story.project(), NEVER)).toEqual(EVERY.slice(1))
  expect((await signalsOf(story)).answer).toEqual(await ask(story))
})

it('what goes with each outcome stands too, of accounts and of users, the usual one first; what would be refused does not come', async () => {
  const story = await openPast(newcomers, '2026-06-30T12:00:00Z', NEWCOMERS)
  serve(story)
  expect(await discoveryOf(story, '?outcome=churned')).toMatchObject({ standing: { comes: true }, answer: null })
  // Somebody waits for the second: it goes before the first.
  const order = [
    'discover account churned',
    'signals',
    'discover account retained',
    'history',
    'warnings',
    'discover user retained',
  ]
  expect(await keepReady(story.project(), NEVER)).toEqual(order)
  for (const [query, asked] of [
    ['', {}],
    ['?outcome=churned', { outcome: 'churned' }],
    ['?level=user', { level: 'user' }],
  ] as const) {
    const { standing, answer } = await discoveryOf(story, query)
    expect(standing).toMatchObject({ as_of: '2026-06-29', is_current: true })
    expect(answer).toEqual((await story.ask('/discover', asked)).answer)
  }
  expect((await discoveryOf(story, '')).answer).toMatchObject({ outcome: 'retained', cells: 3, needed: null })
  const refused = await discoveryOf(story, '?outcome=churned&level=user')
  expect([refused.standing.as_of, refused.standing.comes, refused.answer]).toEqual([null, false, null])
})

function discoveryOf(story: Story, query: string): Promise<StandingDiscovery> {
  return story.get(`/standing/discovery${query}`)
}

function serve(story: Story): void {
  story.project().standing.isOn = true
}

function signalsOf(story: Story): Promise<StandingSignals> {
  return story.get('/standing/signals')
}

async function ask(story: Story, more: object = {}): Promise<BacktestAnswer> {
  const { status, answer } = await story.ask('/backtest', { what: 'signal', ...more })
  expect(status).toBe(200)
  return answer
}
