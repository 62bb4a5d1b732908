import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { dayToIso, makeZone } from '../core/time.ts'
import { openLogReader } from '../store/log/open-log-reader.ts'
import { openLogWriterInline } from '../store/log/open-log-writer-inline.ts'
import { appendBody, type LiveLog, nextClose } from './live-log.ts'

const dir = mkdtempSync(join(tmpdir(), 'live-'))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

it('days that passed, with the delay and the zone counted, are closed in the log before the first body of a later day', async () => {
  let now = Date.parse('2026-03-27T12:00:00+01:00')
  const writer = openLogWriterInline({ dir, logName: 'live', reserveBytes: 0 })
  const log: LiveLog = {
    writer,
    clock: { now: () => now },
    zone: makeZone('Europe/Berlin'),
    closeDelayMs: 600_000,
    closedDay: null,
  }
  const send = () =>
    appendBody(log, { kind: 'messages', source: 's', shape: 'single', imported: false, count: 1 }, Buffer.from('{}'))

  await send()
  now = Date.parse('2026-03-28T00:09:59+01:00')
  await send()
  now = Date.parse('2026-03-30T00:10:00+02:00')
  await Promise.all([send(), send()])
  await writer.close()

  const { frames } = openLogReader({ dir, logName: 'live', after: 0 }).read(1 << 20)
  const seen = frames.map(({ header }) => (header.kind === 'day_closed' ? `closed ${dayToIso(header.day)}` : 'body'))
  expect(seen).toEqual([
    'closed 2026-03-26',
    'body',
    'body',
    'closed 2026-03-27',
    'closed 2026-03-28',
    'closed 2026-03-29',
    'body',
    'body',
  ])
  expect(new Date(nextClose(log, now)).toISOString()).toBe('2026-03-30T22:10:00.000Z')
})
