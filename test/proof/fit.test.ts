import { expect, it, vi } from 'vitest'
import { renderFit } from '../../src/cli/render/render-fit.ts'
import type { FitAnswer } from '../../src/contract/fit.ts'
import * as telltale from '../../src/index.ts'
import { type Config, churned, converted, days, defineConfig, event, outcome, signal, trait } from '../../src/index.ts'
import { compileCandidate } from '../../src/run/prove/compile-candidate.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { openPast, panelOf, pays, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 120_000 })

const events = {
  note: event('Note Written', { kind: 'core', feature: 'notes' }),
  ticket: event('Ticket Opened', { kind: 'support' }),
}
const outcomes = { churned: churned(), converted: converted() }
const config = defineConfig({
  ...{ events, outcomes },
  signals: {
    asks: signal('risk')
      .on('ticket')
      .predicts(outcome('churned').within(days(60))),
  },
})

const DAY = 86_400_000
const START = Date.parse('2025-06-02T09:00:00Z')
const NOW = '2026-06-01T12:00:00Z'
const on = (day: number): string => new Date(START + day * DAY).toISOString()

/** 100 customers who write weekly. Of three two leave: they write no more from eight weeks before on. One in ten is quiet for another reason, and stays. */
const PAST = Array.from({ length: 100 }, (_, i) => {
  const account = `c${String(i).padStart(3, '0')}`
  const leavesOn = i % 3 === 2 ? null : 80 + Math.floor((i * 270) / 100)
  const isQuiet = (day: number): boolean =>
    leavesOn === null ? i % 10 === 2 && day > 200 && day < 260 : day > leavesOn - 55
  const notes = Array.from({ length: 52 }, (_, week) => 7 * week + (i % 5)).filter((day) => !isQuiet(day))
  const ends = leavesOn === null ? {} : { cancelDecidedAt: on(leavesOn), to: on(leavesOn + 20) }
  return [
    ...notes.map((day) => track(account, 'Note Written', on(day))),
    pays(account, on(1), ends),
    ...(i % 7 === 0 ? [track(account, 'Ticket Opened', on(100))] : []),
  ]
}).flat()

it('a score is fitted and tested out of time, and what is pasted is what was tested: the fold gives the same numbers', async () => {
  const story = await openPast(config, NOW, PAST)
  const project = story.project()
  const answer = await story.get<FitAnswer>('/fit?outcome=churned&limit=1000')
  expect(answer.needed).toBeNull()
  const { score, test, now } = answer
  expect(score!.parts.map(({ name }) => name)).toContain('recency')
  expect(score!.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(100, 9)
  expect(test!.auc!.lower).toBeGreaterThan(0.6)
  expect(test!.plain_rule.auc!.estimate).toBeGreaterThan(0.6)
  expect(Date.parse(answer.tested_on!.from!) - Date.parse(answer.trained_on!.to!)).toBeGreaterThanOrEqual(60 * DAY)
  expect(answer.verdict!.ruling).toMatch(/keep|tune/)
  expect(JSON.stringify(answer)).not.toMatch(/NaN|Infinity|cause[sd]/)

  const pasted = { ...config.draft, scores: evaluate(answer.config!).scores }
  const model = compileCandidate(JSON.parse(JSON.stringify(pasted)), project.config.judged.model)
  const { node } = model.scores[0]!
  const panel = await panelOf(project, { model, nodes: [node], outcomes: model.outcomes.slice(0, 1) })
  const last = panel.asOfs.length - 1
  const folded = new Map<string, number>()
  for (let row = 0; row < panel.rows; row++)
    if (panel.asOf[row] === last)
      folded.set(
        project.store.dictionary.account.keyOf(panel.entities[panel.entity[row]!]!.account),
        panel.values[0]![row]!,
      )
  expect(now!.list.length).toBeGreaterThan(30)
  for (const { account, score: said, probability, reasons } of now!.list) {
    expect(folded.get(account)).toBeCloseTo(said, 6)
    expect(probability > 0 && probability < 1 && reasons.every(({ points }) => points < 0)).toBe(true)
  }
  const order = now!.list.map(({ probability }) => probability)
  expect(order).toEqual([...order].sort((a, b) => b - a))
})

/** The text as somebody would paste it. */
function evaluate(text: string): Pick<Config['draft'], 'scores'> {
  const builders = Object.entries(telltale)
  const make = new Function(...builders.map(([name]) => name), `return defineConfig({ events: {}, ${text} })`)
  return (make(...builders.map(([, builder]) => builder)) as Config).draft
}

it('where it is too thin it says so, and questions that cannot be asked are refused', async () => {
  const story = await openPast(
    config as Config,
    '2025-09-01T12:00:00Z',
    PAST.filter((row) => JSON.stringify(row).includes('"c00')).filter(
      (row) => String((row as { timestamp: string }).timestamp) < '2025-09',
    ),
  )
  const thin = await story.get<FitAnswer>('/fit?outcome=churned')
  expect(thin).toMatchObject({
    ...{ score: null, test: null, now: null, config: null, verdict: null },
    needed: { of: 'history', need: 182 },
    sentence: expect.stringMatching(
      /^Nothing is fitted: \d+ days of history whose outcomes are known, where 182 are needed\./,
    ),
  })
  const bought = await story.get<FitAnswer>('/fit?outcome=converted')
  expect(bought.needed).not.toBeNull()
  expect(await story.refusalOf('/fit?outcome=left')).toEqual([400, 'unknown_name'])
  expect(await story.refusalOf('/fit?name=a%20b')).toEqual([400, 'bad_argument'])
  const stopped = new AbortController()
  stopped.abort(new Error('gone'))
  const deps = apiDeps(story.project(), () => new Uint8Array())
  await expect(deps.fitScore({}, stopped.signal)).rejects.toThrow('gone')
})

it('what is set by the outcome itself rings the alarm and is left out; what is set on as many others is not', async () => {
  const told = defineConfig({
    ...{ events, outcomes },
    indicators: { closing: trait('closing').number, key: trait('key').number },
  })
  const set = (groupId: string, day: number, traits: object) => {
    return { type: 'group', userId: `of-${groupId}`, groupId, traits, timestamp: on(day) }
  }
  // Whoever looks after an account notes that it is closing once they were told, up to sixty days before it is decided; and of every second one that it is a key account.
  const notes = Array.from({ length: 100 }, (_, i) => {
    const account = `c${String(i).padStart(3, '0')}`
    const leavesOn = i % 3 === 2 ? null : 80 + Math.floor((i * 270) / 100)
    const closing = leavesOn === null ? [] : [set(account, leavesOn - 60, { closing: 1 })]
    return [set(account, 0, { closing: 0, key: 0 }), ...closing, ...(i % 2 ? [set(account, 10, { key: 1 })] : [])]
  })
  const story = await openPast(told, NOW, [...notes.flat(), ...PAST])
  const answer = await story.get<FitAnswer>('/fit?outcome=churned')
  const left = new Map(answer.score!.left_out.map(({ name, why }) => [name, why]))
  expect([left.get('closing'), left.get('key') === 'leak']).toEqual(['leak', false])
  expect(answer.score!.parts.map(({ name }) => name)).not.toContain('closing')
  expect(renderFit(answer)).toMatch(/Left out: .*closing \(tells too much to be known before\)/)
  expect(answer.test!.auc!.estimate).toBeLessThan(0.95)
})
