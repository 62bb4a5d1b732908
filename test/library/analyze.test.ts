import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ANALYSIS_KINDS } from '../../src/contract/analyze/analyses.ts'
import { defineConfig, event, openTelltale } from '../../src/index.ts'

const config = defineConfig({ events: { note: event('Note Written', { kind: 'core' }) } })

it('a question as a function: what comes late, and who turns out to be somebody else, restates the past', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'analyze-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await openTelltale({ dataDir, config, clock: { now: () => now } })
  const note = (who: object, timestamp: string, messageId: string) => ({
    ...{ type: 'track', event: 'Note Written', context: { groupId: 'acme' }, ...who, timestamp, messageId },
  })
  await telltale.send([
    note({ userId: 'ana' }, '2026-03-02T08:00:00Z', 'm1'),
    note({ anonymousId: 'phone' }, '2026-03-02T08:30:00Z', 'm2'),
  ])
  now = Date.parse('2026-03-05T09:00:00Z')
  const days = { date_from: '2026-03-01', date_to: '2026-03-05' }
  expect((await telltale.analyze('active', days)).values).toEqual([0, 2, 0, 0, null])

  await telltale.send([
    note({ userId: 'ana' }, '2026-03-01T08:00:00Z', 'm3'),
    note({ userId: 'ana' }, '2026-03-01T08:00:00Z', 'm3'),
    { type: 'identify', userId: 'ana', anonymousId: 'phone', timestamp: '2026-03-05T08:00:00Z' },
  ])
  expect((await telltale.analyze('active', days)).values).toEqual([1, 1, 0, 0, null])
  const lifecycle = await telltale.analyze('lifecycle', days)
  expect([lifecycle.new, lifecycle.returning]).toEqual([
    [1, 0, 0, 0, null],
    [0, 1, 0, 0, null],
  ])
  await expect(telltale.analyze('active', { interval: 'year' as never })).rejects.toMatchObject({
    code: 'bad_argument',
  })
  await expect(telltale.analyze('actve' as never, undefined as never)).rejects.toMatchObject({
    code: 'unknown_name',
    params: { what: 'analysis', name: 'actve', valid: ANALYSIS_KINDS.join(', ') },
  })
  const given = { signal: AbortSignal.abort() }
  await expect(telltale.analyze('active', {}, given)).rejects.toMatchObject({ code: 'cancelled' })
  await telltale.close()
  rmSync(dataDir, { recursive: true })
}, 120_000)
