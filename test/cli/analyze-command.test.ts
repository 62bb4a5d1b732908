import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Analyses, AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { runCommand, tempFolder } from './run-command.ts'

// A machine that does much else takes long to load it all.
vi.setConfig({ testTimeout: 120_000 })

const CONFIG = `
import { bands, defineConfig, event, trait } from 'telltale'
export default defineConfig({
  product: { timezone: 'Europe/Berlin' },
  events: { note: event('Note Written', { kind: 'core' }), signedUp: event('Signed Up', { kind: 'other' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 100 }) },
})
`

let cwd = ''

beforeEach(async () => {
  cwd = tempFolder()
  const at = (day: string) => ({ timestamp: `2026-03-${day}T12:00:00Z` })
  const group = (userId: string, groupId: string, traits = {}) => ({
    type: 'group',
    userId,
    groupId,
    traits,
    ...at('02'),
  })
  const track = (userId: string, groupId: string, day: string, event = 'Note Written') => ({
    ...{ type: 'track', userId, event, context: { groupId }, ...at(day) },
  })
  const messages = [
    group('ana', 'acme', { seats: 5 }),
    group('bo', 'beta', { seats: 500 }),
    track('ana', 'acme', '02'),
    track('bo', 'beta', '03'),
    track('bo', 'beta', '10'),
    { type: 'track', anonymousId: 'x', event: 'Note Written', ...at('02') },
    { type: 'identify', userId: 'ana', anonymousId: 'x', ...at('12') },
    {
      type: 'subscription',
      groupId: 'acme',
      subscriptionId: 's1',
      from: '2026-03-05',
      mrrMinor: 4900,
      currency: 'EUR',
      ...at('05'),
    },
  ]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), messages.map((message) => JSON.stringify(message)).join('\n'))
  const { err } = await runCommand(['import', 'history.ndjson'], { cwd })
  expect(err).toContain('8 rows')
})

async function analyze<K extends AnalysisKind>(kind: K, question: object): Promise<Analyses[K]['answer']> {
  const { code, out } = await runCommand(['analyze', kind, '--json', JSON.stringify(question)], { cwd })
  expect(code, out).toBe(0)
  return JSON.parse(out)
}

it('answers over an imported history: joins hold for all of it, zones are the product’s, money is exact', async () => {
  const day = { date_from: '2026-03-02', date_to: '2026-03-02' }
  expect(await analyze('active', day)).toMatchObject({
    values: [1],
    definition: expect.stringContaining('Europe/Berlin'),
  })
  expect(await analyze('active', { ...day, actor: 'account' })).toMatchObject({ values: [1] })
  const cohorts = await analyze('retention', { ...day, actor: 'account', total_intervals: 2 })
  expect(cohorts.cohorts).toMatchObject([{ start: '2026-03-02', values: [2, 1] }])
  expect(await analyze('revenue', { from: '2026-03-01', to: '2026-03-31', include: ['sql'] })).toMatchObject({
    rows: [{ period: '2026-03-01', start: 0, new: 4900, end: 4900, nrr: null }],
    movements: [{ account: 'acme', category: 'new', change: 4900 }],
    sql: expect.arrayContaining([expect.stringContaining('FROM subscription')]),
  })
})

it('groups of the configuration are known to it: as of the interval’s end and of the cohort’s start', async () => {
  const weeks = { actor: 'account', interval: 'week', date_from: '2026-03-02', date_to: '2026-03-10' }
  const { buckets } = await analyze('active', { ...weeks, breakdown: { segment: 'size' } })
  expect(buckets).toEqual([
    { value: 'small', other: false, values: [1, 0] },
    { value: 'large', other: false, values: [1, 1] },
    { value: null, other: false, values: [0, 0] },
  ])
  const large = { segment: 'size', op: 'exact', value: 'large' }
  expect((await analyze('active', { ...weeks, actor: 'user', filter: large })).values).toEqual([1, 1])
  const lifecycle = await analyze('lifecycle', {
    ...weeks,
    filter: { and: [large, { trait: 'seats', op: 'gt', value: 9 }] },
  })
  expect([lifecycle.new, lifecycle.returning]).toEqual([
    [1, 0],
    [0, 1],
  ])
})

it('what cannot be asked is refused with what can, and the schema says it beforehand', async () => {
  const refused = async (...argv: string[]) => {
    const { code, out, err } = await runCommand(['analyze', ...argv], { cwd })
    return [code, JSON.parse(out || '{}').error?.code ?? err.split('\n')[0]]
  }
  expect((await refused('habits'))[1]).toContain('active, retention, funnel')
  expect(await refused('active', '--json', '{"event": "Nothing"}')).toEqual([2, 'unknown_name'])
  expect(await refused('active', '--json', '{"windw": "week"}')).toEqual([2, 'unknown_name'])
  expect(await refused('active', '--json', '{"interval": "year"}')).toEqual([2, 'bad_argument'])
  expect(await refused('active', '--json', '{')).toEqual([2, 'bad_argument'])
  const { out } = await runCommand(['analyze', 'funnel', '--describe'], { cwd })
  expect(Object.keys(JSON.parse(out).properties)).toEqual(expect.arrayContaining(['steps', 'order', 'window_seconds']))
})

it('^C gives a question up', async () => {
  const { code, err } = await runCommand(['analyze', 'active'], { cwd, signal: AbortSignal.abort() })
  expect([code, err]).toEqual([2, 'Cancelled. Nothing was changed.'])
})
