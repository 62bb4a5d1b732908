import { expect, it, vi } from 'vitest'
import { warningsQuestion } from '../../src/contract/analyze/standing-questions.ts'
import type { WarningsAnswer } from '../../src/contract/analyze/warnings.ts'
import type { BandChanges } from '../../src/contract/band-changes.ts'
import type { Standing } from '../../src/contract/standing.ts'
import { churned, count, days, defineConfig, event, outcome, part, rising, score, signal } from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { replayMoves } from '../../src/run/read/replay-moves.ts'
import { keepReady } from '../../src/run/stand/keep-ready.ts'
import { movesUpTo } from '../../src/run/stand/moves-up-to.ts'
import type { Story } from '../stories/open-story-project.ts'
import { openPast, pays, track } from './open-past.ts'

vi.setConfig({ testTimeout: 90_000 })

const NEVER = new AbortController().signal
const healthUpTo = (notes: number) =>
  defineConfig({
    events: { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'other' }) },
    outcomes: { churned: churned() },
    scores: {
      health: score({ usage: part(100, count('note', days(7)), rising(0, notes)) }).bands({ low: 0, fine: 50 }),
    },
    signals: {
      alarm: signal('risk')
        .on('alarm')
        .predicts(outcome('churned').within(days(14))),
    },
  })

/** 30 accounts that write for some weeks, fewer and fewer of them; every fifth raises an alarm on 3 February and leaves on the 13th. */
const PAST = Array.from({ length: 30 }, (_, i) => {
  const account = `a${i}`
  const leaves = i % 5 === 0 ? { cancelDecidedAt: '2026-02-13T09:00:00Z', to: '2026-03-01T00:00:00Z' } : {}
  const writes = Array.from({ length: 10 + i }, (_, n) => new Date(Date.UTC(2026, 0, 12 + n, 9)).toISOString())
  return [
    pays(account, '01-14', leaves),
    ...writes.map((on) => track(account, 'Note Written', on)),
    ...(i % 5 === 0 ? [track(account, 'Alarm Raised', '02-03')] : []),
  ]
}).flat()

it('bands of imported days and warnings before customers left stand behind a close as if they had been asked, from one replay', async () => {
  const story = await openPast(healthUpTo(4), '2026-03-03T12:00:00Z', PAST)
  const asked = await Promise.all([bandsOf(story, 'replay=true'), warningsOf(story)])
  expect(asked[0].total).toBeGreaterThan(20)
  expect([asked[1].accounts, asked[1].warned.count]).toEqual([6, 6])
  await story.project().control.deleteFrom('standing_answer').execute()
  story.project().standing.isOn = true
  expect(await standingOf(story)).toMatchObject({ as_of: null, comes: true })
  expect(await keepReady(story.project(), NEVER)).toContain('history')
  const standing = await standingOf(story)
  expect(standing).toMatchObject({ as_of: '2026-03-02', is_current: true, comes: false })
  story.setClock('2026-03-03T18:00:00Z')
  expect(await Promise.all([bandsOf(story, 'stands=true'), warningsOf(story)])).toEqual(asked)
  expect(await bandsOf(story, 'replay=true')).toEqual(asked[0])
  expect(await story.get('/standing/warnings')).toMatchObject({ standing: { is_current: true }, answer: asked[1] })
  // Whoever replays keeps what it told, with the time of then.
  expect(await standingOf(story)).toEqual(standing)
})

it('what is kept of a replay is what it tells of accounts, move by move, with persons or without', async () => {
  const story = await openPast(healthUpTo(4), '2026-03-03T12:00:00Z', PAST)
  const project = story.project()
  const to = project.judgedDay!
  const all = await replayHistory(project, { days: { from: to, to } })
  const told = all.flatMap(({ subject, name, entity, what, at, asOf, cause }) =>
    (subject === 'signal' || subject === 'band') && entity.level === 'account'
      ? [{ account: entity.account, subject, name, what, at, asOf, cause }]
      : [],
  )
  expect(new Set(told.map(({ subject, what }) => `${subject} ${what}`)).size).toBe(4)
  let pauses = 0
  expect(await replayMoves(project, to, { pause: async () => void pauses++ })).toEqual(told)
  // Once behind each account in the pass over all of them together, once in the replay.
  expect(pauses).toBe(60)
  await movesUpTo(project, to)
  expect(await movesUpTo(project, to)).toEqual(told)
})

it('bands stand as of the close before, and by the bands of then, until they are worked out anew', async () => {
  const story = await openPast(healthUpTo(4), '2026-03-03T12:00:00Z', PAST)
  story.project().standing.isOn = true
  await keepReady(story.project(), NEVER)
  const before = await bandsOf(story, 'stands=true')
  await story.moveTo('2026-03-04T12:00:00Z')
  await story.reopen(healthUpTo(2))
  story.project().standing.isOn = true
  expect(await standingOf(story)).toMatchObject({ as_of: '2026-03-02', is_of_config: false, comes: true })
  expect(await bandsOf(story, 'stands=true')).toEqual(before)
  await keepReady(story.project(), NEVER)
  const after = await bandsOf(story, 'stands=true')
  expect([before.to, after.to]).toEqual(['2026-03-02', '2026-03-03'])
  expect(after).toEqual(await bandsOf(story, 'replay=true'))
  expect(after.crossings).not.toEqual(before.crossings)
})

it('somebody who waits for the warnings before anything stands has them first, behind what they are made of; asked for by hand, both stand', async () => {
  const story = await openPast(healthUpTo(4), '2026-03-03T12:00:00Z', PAST)
  story.project().standing.isOn = true
  expect(await story.get('/standing/warnings')).toMatchObject({ standing: { comes: true }, answer: null })
  expect((await keepReady(story.project(), NEVER)).slice(0, 3)).toEqual(['history', 'warnings', 'signals'])
  await story.project().control.deleteFrom('standing_answer').execute()
  const answer = await warningsOf(story)
  expect(await story.get('/standing/warnings')).toMatchObject({ standing: { is_current: true }, answer })
})

function bandsOf(story: Story, how: string): Promise<BandChanges> {
  return story.get(`/bands?score=health&${how}`)
}

async function warningsOf(story: Story): Promise<WarningsAnswer> {
  const { status, answer } = await story.ask('/analyze/warnings', warningsQuestion('2026-03-02'))
  expect(status).toBe(200)
  return answer
}

function standingOf(story: Story): Promise<Standing> {
  return story.get('/standing/history')
}
