import { beforeEach, expect, it } from 'vitest'
import type { Analyses, AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { bands, count, days, defineConfig, event, part, rising, score, trait } from '../../src/index.ts'
import { type Ask, openReport } from './open-report.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 100 }) },
  scores: { health: score({ usage: part(100, count('note', days(7)), rising(0, 4)) }).bands({ low: 0, fine: 50 }) },
})

let ask: Ask
beforeEach(async () => {
  ask = await openReport({
    config,
    events: [{ at: '2026-03-02', who: 'ann', with: { color: 'red' } }],
    batch: { traits: [{ n: 50, of: 'account', subject: 'acme', key: 'tier', value: 'gold', from: 0, knownAt: 0 }] },
  })
})

async function refusal<K extends AnalysisKind>(kind: K, asked: Analyses[K]['asked']): Promise<string> {
  const error = await ask(kind, asked).catch((one) => one)
  return `${error.code}: ${error.message}`
}

it('names that are not there are refused with those that are', async () => {
  expect(await refusal('active', { event: 'Note Writen' })).toBe(
    'unknown_name: There is no event called Note Writen. There are: Note Written, note.',
  )
  expect(await refusal('retention', { start_event: 'note', return_event: 'nope' })).toBe(
    'unknown_name: There is no event called nope. There are: note, Note Written.',
  )
  expect(await refusal('funnel', { steps: ['note', { event: 'nope' }] })).toContain('no event called nope')
  expect(await refusal('funnel', { steps: ['note'], exclusion: 'nope' })).toContain('no event called nope')
  expect(await refusal('active', { breakdown: { event_property: 'colour' } })).toBe(
    'unknown_name: There is no event property called colour. There are: color.',
  )
  expect(await refusal('sessions', { session_property: 'sid' })).toContain('no event property called sid')
  expect(await refusal('active', { filter: { trait: 'teir', value: 'gold' } })).toBe(
    'unknown_name: There is no trait called teir. There are: tier.',
  )
  expect(await refusal('lifecycle', { filter: { segment: 'sizes', value: 'small' } })).toBe(
    'unknown_name: There is no segment of accounts called sizes. There are: size.',
  )
  expect(await refusal('active', { filter: { segment: 'size', op: 'in', value: ['small', 'huge'] } })).toBe(
    'unknown_name: There is no group of the segment size called huge. There are: large, small.',
  )
  expect(await refusal('active', { breakdown: { band: 'fitness' } })).toBe(
    'unknown_name: There is no score of accounts called fitness. There are: health.',
  )
  expect(await refusal('cohorts', { by: { trait: 'teir' } })).toContain('no trait called teir')
})

it('ranges and zones that cannot be are refused with what is expected', async () => {
  expect(await refusal('active', { date_from: '2026-03-03', date_to: '2026-03-02' })).toBe(
    'bad_argument: date_from, date_to is 2026-03-03 to 2026-03-02; expected a range that begins before it ends.',
  )
  expect(await refusal('revenue', { from: '2026-03-03', to: '2026-02-02' })).toContain('a range that begins before')
  expect(await refusal('active', { interval: 'hour', date_from: '2020-01-01', date_to: '2026-03-02' })).toContain(
    'at most 20000 intervals',
  )
  for (const timezone of ['Europe/Berlín', 'Mars/Olympus', '+25:00', 'UTC; DROP TABLE event'])
    expect(await refusal('active', { timezone })).toContain('expected an IANA time zone such as Europe/Berlin')
  expect(await refusal('active', { date_to: '9999-12-31' }).catch((error) => error.name)).toBe('ZodError')
  expect(await refusal('active', { date_to: '2026-02-30' }).catch((error) => error.name)).toBe('ZodError')
})

it('cells that an answer does not have, and filters that fit no value', async () => {
  const day = { date_from: '2026-03-02', date_to: '2026-03-02' }
  expect(await refusal('active', { ...day, actors_of: { interval: '2026-03-09' } })).toBe(
    'bad_argument: actors_of.interval is "2026-03-09"; expected one of 2026-03-02.',
  )
  expect(await refusal('funnel', { ...day, steps: ['note', 'note'], attribution: 'step_3' })).toBe(
    'bad_argument: attribution is "step_3"; expected one of first_touch, last_touch, all_steps, step_1, step_2.',
  )
  expect(await refusal('retention', { ...day, actors_of: { cohort: '2026-03-02', period: 99 } })).toContain(
    'one of 0 to 8',
  )
  expect(await refusal('active', { filter: { trait: 'tier', op: 'gt' } })).toBe(
    'bad_argument: filter is gt without a value; expected a number or a text.',
  )
  expect(await refusal('active', { filter: { trait: 'tier', op: 'contains', value: 5 } })).toContain('expected a text')
})
